// Random small systems, asked of the whole pipeline: a plan where there is one, as good as the oracle's best, or a refusal whose
// code is true of the system.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlanningAnswer, type PlanningProblem, planUpdates } from "../../../src/planning/index.js";
import { isLongRun } from "../../support/index.js";
import { poseProblem } from "../cases/pose.js";
import { explore, type OracleAnswer } from "../oracle/index.js";
import { BUDGET } from "./disagreements.js";
import { systems } from "./systems.js";

const seed = Number(process.env["ORCHESTRATOR_TEST_SEED"] ?? 4001);
const cases = Number(process.env["ORCHESTRATOR_TEST_CASES"] ?? (isLongRun ? 6000 : 200));

describe("random small systems", () => {
  test("the answer agrees with the oracle", { timeout: 3_600_000 }, () => {
    const codes = new Map<string, number>();
    fc.assert(
      fc.property(systems, (system) => {
        const problem = poseProblem(system);
        const answer = planUpdates(problem, BUDGET);
        const oracle = explore(problem, "groups");
        expect(figuresOf(answer)).toEqual(figuresOfOracle(oracle));
        if (answer.isFeasible) return;
        const { code } = answer.refusal;
        codes.set(code, (codes.get(code) ?? 0) + 1);
        expect(untrue(code, problem, oracle)).toBe(undefined);
      }),
      { seed, numRuns: cases },
    );
    console.log(`seed ${seed}, ${cases} systems, refusals: ${JSON.stringify(Object.fromEntries([...codes].sort()))}`);
  });
});

function figuresOf(answer: PlanningAnswer) {
  if (!answer.isFeasible) return undefined;
  const { batches, updates, pointOfNoReturn, isOptimal } = answer.sequence;
  return { batches: batches.length, updates, pointOfNoReturn, isOptimal };
}

function figuresOfOracle(oracle: OracleAnswer) {
  if (!oracle.isFeasible) return undefined;
  const { batches, updates, pointOfNoReturn } = oracle;
  return { batches, updates, pointOfNoReturn, isOptimal: true };
}

/** What is untrue of a refusal; undefined where it is true. */
function untrue(code: string, problem: PlanningProblem, oracle: OracleAnswer): string | undefined {
  if (oracle.isFeasible) return "there is a plan";
  const isPossible = (rules: Partial<PlanningProblem>) => explore({ ...problem, ...rules }, "groups").isFeasible;
  const areRulesTheCause = () => isPossible({ ordering: "auto", pointOfNoReturn: "allow" });
  const isReachable = () =>
    isPossible({ constraints: { tables: [], requirements: [] }, ordering: "auto", pointOfNoReturn: "allow" });
  switch (code) {
    case "PLAN_START":
      return oracle.why === "start" ? undefined : "the start is acceptable";
    case "PLAN_TARGET":
      return oracle.why === "end" ? undefined : "the target is acceptable";
    case "PLAN_PATH":
      return isReachable() ? "every group has a way" : undefined;
    case "PLAN_ORDER":
      return problem.ordering === "verify" ? undefined : "the order is not verified";
    case "PLAN_NO_RETURN_REFUSED":
      return areRulesTheCause() ? undefined : "there is none without the rule either";
    case "PLAN_BLOCKED":
    case "PLAN_CYCLE":
    case "PLAN_CONFLICT":
      return areRulesTheCause() ? "the order or the rule about no return is the cause" : undefined;
    default:
      return `${code} is no refusal`;
  }
}
