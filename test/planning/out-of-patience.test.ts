// Questions that nobody can answer in any time that there is: rules about so many combinations that reading them, checking a
// plan or explaining has to be ended. Time is counted here in looks at the clock, so that a slow machine changes nothing.

import { describe, expect, it } from "vitest";
import { type PlanningBudget, type PlanningProblem, planUpdates } from "../../src/planning/index.js";
import { verifySequence } from "../../src/planning/verify/index.js";
import { type ProblemText, problemOf } from "./search/problem.js";

/** Every look at the clock takes a millisecond. */
function counted(milliseconds: number): PlanningBudget & { readonly looks: () => number } {
  let time = 0;
  return {
    milliseconds,
    now: () => {
      time += 1;
      return time;
    },
    looks: () => time,
  };
}

/** What the steps after the search are granted, whatever was used before. */
const GRANTED = 500 + 1500 + 1000 + 500;

const names = (count: number) => Array.from({ length: count }, (_, at) => `t${at}`);

const all = (count: number, groups: string) => Object.fromEntries(names(count).map((type) => [type, { groups }]));

/** Rows about three of many types each: whether they leave out a combination takes longer to tell than anybody has time for. */
function rowsOfThree(types: number, rows: number): readonly Readonly<Record<string, string>>[] {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  return Array.from({ length: rows }, () =>
    Object.fromEntries(Array.from({ length: 3 }, () => [`t${next(types)}`, `${1 + next(2)}`])),
  );
}

const same = (count: number, version: string) => Object.fromEntries(names(count).map((type) => [type, version]));

const manyGroups = (count: number) => Array.from({ length: count }, (_, at) => `1.${at}>9`).join(" ");

interface Case {
  readonly name: string;
  readonly problem: ProblemText;
  readonly codes: readonly (string | undefined)[];
}

const CASES: readonly Case[] = [
  {
    name: "a start of two versions in each of many columns",
    problem: {
      types: all(150, "1>9 2>9"),
      tables: [{ end: [same(150, "9")], transition: rowsOfThree(150, 650) }],
    },
    codes: ["PLAN_UNDECIDED"],
  },
  {
    name: "batches of many columns of a closed table",
    problem: {
      types: all(200, "1>2"),
      tables: [{ end: [same(200, "1"), same(200, "2")], transition: rowsOfThree(200, 1300) }],
    },
    codes: ["PLAN_UNDECIDED"],
  },
  {
    name: "two types of many versions that block each other",
    problem: {
      types: { a: { groups: manyGroups(150) }, b: { groups: manyGroups(150) } },
      tables: Array.from({ length: 10 }, (_, at) => ({
        open: true,
        refused: [
          { a: `1.${at}`, b: "9" },
          { a: "9", b: `1.${at}` },
        ],
      })),
    },
    codes: ["PLAN_BLOCKED", "PLAN_CYCLE", "PLAN_CONFLICT"],
  },
];

describe("questions that take too long", () => {
  it.each(CASES)("$name", ({ problem, codes }) => {
    const budget = counted(200);
    const answer = planUpdates(problemOf(problem), budget);
    expect(codes).toContain(answer.isFeasible ? undefined : answer.refusal.code);
    expect(budget.looks()).toBeLessThan(budget.milliseconds + GRANTED);
  });

  it("a plan whose check takes too long is not shown", () => {
    const types = all(200, "1>2");
    const tables = [{ end: [same(200, "1"), same(200, "2")], transition: rowsOfThree(200, 1300) }];
    const problem: PlanningProblem = problemOf({ types, tables });
    const batch = problem.groups.map((_, group) => ({ group, from: "1", to: "2" }));
    let ticks = 0;
    const tick = () => {
      ticks += 1;
      if (ticks > 300_000) throw new RangeError("enough");
    };
    expect(() => verifySequence(problem, [batch], tick)).toThrow("enough");
  });
});
