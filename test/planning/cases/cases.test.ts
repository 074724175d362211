// Every hand-made case, asked of the search and, where it is small enough, of the oracle.

import { describe, expect, test } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { findSequence } from "../../../src/planning/search/index.js";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { explore } from "../oracle/index.js";
import { type Expected, identified, loadCases, told } from "./load-cases.js";
import { poseProblem } from "./pose.js";

const CASES = loadCases();
const BUDGET = { milliseconds: 20_000, now: processorMilliseconds };

describe("hand-made cases", () => {
  test("are many, and each has a name of its own", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(100);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });

  test.each(CASES)("search: $name", (system) => {
    const problem = poseProblem(system);
    const result = findSequence(problem, BUDGET);
    if (result.kind !== "found") {
      expect({ kind: result.kind }).toEqual({ kind: "error" in system.expect ? "impossible" : "found" });
      return;
    }
    const { batches, pointOfNoReturn } = result;
    expect(verifySequence(problem, batches)).toEqual([]);
    const updates = batches.flat().reduce((sum, { group }) => sum + (problem.groups[group]?.count ?? 0), 0);
    const shown = "batches" in system.expect && typeof system.expect.batches === "number";
    expect({
      batches: shown ? batches.length : told(batches, problem),
      updates,
      no_return: pointOfNoReturn,
    }).toEqual(figuresOf(system.expect));
    expect(result.isOptimal).toBe(true);
  });

  test.each(CASES.filter((system) => isSmall(poseProblem(system))))("oracle: $name", (system) => {
    const answer = explore(poseProblem(system), "groups");
    if (!answer.isFeasible) {
      expect(system.expect).toHaveProperty("error");
      return;
    }
    const { batches, updates, pointOfNoReturn } = answer;
    const expected = figuresOf(system.expect);
    expect({ batches, updates, no_return: pointOfNoReturn }).toEqual({
      ...expected,
      batches: Array.isArray(expected.batches) ? expected.batches.length : expected.batches,
    });
  });
});

function figuresOf(expected: Expected) {
  if ("error" in expected) return { batches: expected.error, updates: 0, no_return: null };
  const { batches, updates, no_return = null } = expected;
  return { batches: typeof batches === "number" ? batches : identified(batches), updates, no_return };
}

function isSmall({ groups }: PlanningProblem): boolean {
  return groups.length <= 8;
}
