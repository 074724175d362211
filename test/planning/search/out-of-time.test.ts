// When time runs out: a plan in hand is given, with bounds that were proven, and what is known of the length otherwise.

import { describe, expect, it } from "vitest";
import { findSequence } from "../../../src/planning/search/index.js";
import { type ProblemText, problemOf } from "./problem.js";

/** Every look at the clock takes a millisecond. */
function budget(milliseconds: number) {
  let time = 0;
  return {
    milliseconds,
    now: () => {
      time += 1;
      return time;
    },
  };
}

/** Some of many have to come between two others. */
const between = (count: number): ProblemText => ({
  types: Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `t${at}`,
      { groups: "1>2", ...(at % 5 === 0 ? { rollback: "unsupported" as const } : {}) },
    ]),
  ),
  tables: Array.from({ length: count - 2 }, (_, at) => {
    const [a, b, c] = [`t${at}`, `t${at + 1}`, `t${(at * 7 + 2) % count}`];
    return {
      end: [{}],
      refused: [
        { [a]: "1", [c]: "1", [b]: "2" },
        { [a]: "2", [c]: "2", [b]: "1" },
      ],
    };
  }).filter(({ refused: [row = {}] }) => Object.keys(row).length === 3),
});

const staged = (count: number): ProblemText => {
  const plain = between(count);
  return {
    ...plain,
    types: Object.fromEntries(Object.entries(plain.types).map(([name, type]) => [name, { ...type, stones: "1.5" }])),
  };
};

describe.each([
  ["single moves", between(24)],
  ["several versions", staged(12)],
  ["few states", between(6)],
])("a budget that runs out: %s", (_, text) => {
  const problem = problemOf(text);
  const whole = findSequence(problem, { milliseconds: 60_000, now: () => 0 });

  it("never leads to more than was proven, nor to nothing being known", () => {
    if (whole.kind === "undecided") throw new Error("there is an answer");
    const kinds = new Set<string>();
    for (let milliseconds = 1; milliseconds <= 60; milliseconds += 1) {
      const result = findSequence(problem, budget(milliseconds));
      kinds.add(result.kind);
      if (result.kind === "impossible") expect(whole.kind).toBe("impossible");
      if (result.kind === "undecided") expect(result.leastBatches).toBeGreaterThanOrEqual(1);
      if (result.kind !== "found" || whole.kind !== "found") continue;
      expect(result.least.batches).toBeLessThanOrEqual(whole.batches.length);
      expect(result.least.batches).toBeGreaterThanOrEqual(1);
      expect(result.least.updates).toBe(whole.least.updates);
      if (result.isOptimal) expect(result).toEqual(whole);
    }
    expect(kinds.size).toBeGreaterThan(0);
    expect(kinds).toContain(whole.kind);
  });
});
