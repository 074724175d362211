// The planner against clingo, which knows nothing of groups, clauses or levels but what program.ts tells it: whether there is
// a plan, and how good the best one is. A bounded number in every run, many more and the families at full size in long ones.

import { expect, test } from "vitest";
import { FAMILIES, type Family, LITTLE, small } from "../../../bench/planning/families/index.js";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { findSequence } from "../../../src/planning/search/index.js";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { isLongRun, requirePrograms } from "../../support/index.js";
import { bestByClingo, shortestByClingo } from "./clingo.js";

const SMALL = isLongRun ? 4_000 : 60;
const SEEDS = isLongRun ? 20 : 1;
const BATCH = 20;
/** clingo takes its time to prove that there is no plan of 200 batches. */
const LONGEST_REFUSAL = 12;

const suite = requirePrograms(["clingo"], { package: "gringo" });

suite("the planner and clingo agree", () => {
  const starts = Array.from({ length: SMALL / BATCH }, (_, index) => index * BATCH);
  test.each(starts)("on small problems of every kind, seeds from %i", (start) => {
    for (let seed = start; seed < start + BATCH; seed += 1) expectSameBest(small(seed), `small(${seed})`);
  });

  test.each(LITTLE)("on the family $name", ({ name, make, isFeasible }) => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      for (const objective of ["fewest_updates", "fastest"] as const) {
        const answer = expectSameBest({ ...make(seed), objective }, `${name}(${seed}), ${objective}`);
        if (isFeasible !== undefined && answer !== undefined) expect(answer.isFeasible).toBe(isFeasible);
      }
    }
  });
});

if (isLongRun) {
  suite("the planner and clingo agree at full size", () => {
    const compared = FAMILIES.filter(({ isForClingo, name }) => isForClingo !== false && name !== "pairwise 5000");
    test.each(compared)(
      "$name",
      (family) => {
        for (const seed of [1, 2]) expectSameLength(family, seed);
      },
      600_000,
    );

    test.each(FAMILIES)("$name, as it was made", ({ name, make, isFeasible }) => {
      const ours = planned(make(7), name);
      expect(ours.isFeasible, name).toBe(isFeasible ?? ours.isFeasible);
    });
  });
}

interface Planned {
  readonly isFeasible: boolean;
  readonly batches?: number;
  readonly updates?: number;
}

function planned(problem: PlanningProblem, name: string): Planned {
  const result = findSequence(problem, { milliseconds: 60_000, now: processorMilliseconds });
  if (result.kind === "undecided") throw new Error(`${name} is undecided`);
  if (result.kind === "impossible") return { isFeasible: false };
  expect(verifySequence(problem, result.batches), name).toEqual([]);
  expect(result.isOptimal, name).toBe(true);
  const updates = result.batches.flat().reduce((sum, { group }) => sum + (problem.groups[group]?.count ?? 0), 0);
  return { isFeasible: true, batches: result.batches.length, updates };
}

/** Undefined where clingo was not asked. */
function expectSameBest(problem: PlanningProblem, name: string): Planned | undefined {
  const answer = bestByClingo(problem);
  if (answer === undefined) return undefined;
  const ours = planned(problem, name);
  const theirs = answer.isFeasible ? { batches: answer.batches, updates: answer.updates } : {};
  expect(ours, name).toEqual({ isFeasible: answer.isFeasible, ...theirs });
  return ours;
}

function expectSameLength({ name, make, isFeasible }: Family, seed: number): void {
  const problem: PlanningProblem = { ...make(seed), objective: "fastest" };
  const ours = planned(problem, name);
  const theirs = shortestByClingo(problem, ours.isFeasible || isFeasible === true ? undefined : LONGEST_REFUSAL);
  expect(ours.isFeasible, name).toBe(theirs.isFeasible);
  if (theirs.isFeasible) expect(ours.batches, name).toBe(theirs.batches);
}
