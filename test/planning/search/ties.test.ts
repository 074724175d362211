// Where several plans are equally good, the same one is taken by every engine: the most urgent group has its last move as early
// as can be. Each engine is asked by itself.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { Clock } from "../../../src/planning/search/clock.js";
import { compile } from "../../../src/planning/search/compile.js";
import { ENGINES } from "../../../src/planning/search/engine.js";
import type { Part, PartPlan, PartRules } from "../../../src/planning/search/part.js";
import { split } from "../../../src/planning/search/split.js";
import { normalise } from "../../../src/planning/search/task.js";
import { poseProblem } from "../cases/pose.js";
import { broadSystems } from "../random/broad-systems.js";
import { systems } from "../random/systems.js";
import { type ProblemText, problemOf } from "./problem.js";

/** Asked by themselves, some engines go on for ever where there is no plan; then the others are compared. */
const clock = () => new Clock({ milliseconds: 400, now: processorMilliseconds });

function partsOf(problem: PlanningProblem): readonly Part[] {
  const task = normalise(problem);
  const compiled = task === undefined ? undefined : compile(problem, task, clock());
  if (task === undefined || compiled === undefined || !compiled.isTargetAcceptable) return [];
  if (!compiled.isStartAcceptable && !problem.isRepair) return [];
  return split(task, compiled, problem.ordering === "verify");
}

function wordsOf({ batches, noReturn, updates }: PartPlan): string {
  const words = batches.map((batch) =>
    batch
      .map(({ group, from, to }) => `${group.index} ${group.versions[from]}>${group.versions[to]}`)
      .sort()
      .join(", "),
  );
  return `${words.join(" | ")} !${noReturn} ${updates}`;
}

/** By engine: its plans in the fewest batches, and in one more. */
function plansOf(part: Part, { objective, pointOfNoReturn, ordering }: PlanningProblem): ReadonlyMap<string, string> {
  const rules: PartRules = { objective, pointOfNoReturn, isAnyGood: false, isOrdered: ordering === "verify" };
  const plans = new Map<string, string>();
  for (const [name, engine] of Object.entries(ENGINES)) {
    const answer = engine(part, rules, clock());
    if (answer === undefined) continue;
    if (answer.kind === "impossible") plans.set(name, answer.kind);
    if (answer.kind !== "found" || answer.least.updates < answer.found.updates) continue;
    const all = [0, 1].map((more) => answer.best(answer.found.batches + more));
    if (all.every(({ isBest }) => isBest)) plans.set(name, all.map(wordsOf).join(" or "));
  }
  return plans;
}

describe("equally good plans", () => {
  test.each([
    ["small systems", systems],
    ["systems of many types", broadSystems],
  ])("every engine takes the same one: %s", (_, arbitrary) => {
    let compared = 0;
    fc.assert(
      fc.property(arbitrary, (system) => {
        const problem = poseProblem(system);
        if (problem.ordering === "verify") return;
        for (const part of partsOf(problem)) {
          const plans = plansOf(part, problem);
          expect([...new Set(plans.values())], JSON.stringify([...plans])).toHaveLength(plans.size === 0 ? 0 : 1);
          compared += plans.size > 1 ? 1 : 0;
        }
      }),
      {
        seed: Number(process.env["ORCHESTRATOR_TEST_SEED"] ?? 5001),
        numRuns: Number(process.env["ORCHESTRATOR_TEST_CASES"] ?? 60),
      },
    );
    expect(compared).toBeGreaterThan(10);
  });

  it.each([
    { first: "a", orders: [1, 2] },
    { first: "b", orders: [2, 1] },
  ])("the lower order goes first where the tables leave it open: $first", ({ first, orders: [a = 1, b = 1] }) => {
    const open: ProblemText = {
      types: { a: { groups: "1>2", order: a }, b: { groups: "1>2", order: b }, c: { groups: "1>2", order: 3 } },
      tables: [
        {
          refused: [
            { a: "1", b: "1", c: "2" },
            { a: "2", b: "2", c: "1" },
          ],
          end: [{}],
        },
      ],
      ordering: "hint",
    };
    const problem = problemOf(open);
    const plans = partsOf(problem).flatMap((part) => [...plansOf(part, problem).values()]);
    expect(plans.length).toBeGreaterThan(1);
    for (const plan of plans)
      expect(plan).toMatch(first === "a" ? /^0 1>2 \| 2 1>2 \| 1 1>2/ : /^1 1>2 \| 2 1>2 \| 0 1>2/);
  });
});
