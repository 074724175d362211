// What explanations claim, checked on small random problems: conflicts are conflicts and minimal, relaxations are enough and the
// smallest, reasons are true, proposed orders are safe.

import { expect, test } from "vitest";
import { refusingRule } from "../../../src/model/index.js";
import { accepting } from "../../../src/planning/explain/accepting.js";
import { diagnose } from "../../../src/planning/explain/diagnosis.js";
import { outlookOn } from "../../../src/planning/explain/outlook.js";
import { smallestRelaxation } from "../../../src/planning/explain/relaxation.js";
import { restrictedTo, restrictionsOf } from "../../../src/planning/explain/restrictions.js";
import { type PlanningProblem, planUpdates } from "../../../src/planning/index.js";
import { findSequence } from "../../../src/planning/search/index.js";
import { identity, PLENTY, problemOf, type TableInput, type TypeInput } from "./problems.js";

const CASES = process.env["ORCHESTRATOR_TEST_LONG"] === "1" ? 3000 : 100;

function isFeasible(problem: PlanningProblem): boolean {
  const { kind } = findSequence({ ...problem, ordering: "auto", pointOfNoReturn: "allow" }, PLENTY);
  if (kind === "undecided") throw new Error("a small problem was not decided");
  return kind === "found";
}

test("explanations are true", () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= CASES; seed += 1) {
    const problem = randomProblem(seed);
    const answer = planUpdates(problem, PLENTY);
    const code = answer.isFeasible ? "feasible" : answer.refusal.code;
    seen.set(code, (seen.get(code) ?? 0) + 1);
    if (answer.isFeasible) checkReasons(problem, answer.sequence.batches);
    else if (code === "PLAN_ORDER") checkOrder(problem, answer.refusal.facts["proposed_order"]);
    else if (!["PLAN_PATH", "PLAN_START", "PLAN_TARGET"].includes(code)) checkImpossible(problem, code, seed);
  }
  const expected = ["feasible", "PLAN_ORDER", "PLAN_BLOCKED", "PLAN_CYCLE", "PLAN_CONFLICT"];
  expect([...seen.keys()]).toEqual(expect.arrayContaining(expected));
});

type Batches = Extract<ReturnType<typeof planUpdates>, { isFeasible: true }>["sequence"]["batches"];

function checkReasons(problem: PlanningProblem, batches: Batches): void {
  for (const reason of batches.flatMap(({ because }) => because)) {
    if (reason.kind !== "combination") continue;
    const combination = new Map(reason.combination.map(({ type, version }) => [type, identity(version)]));
    const { tables, requirements } = problem.constraints;
    const only =
      reason.rule.kind === "requirement"
        ? {
            tables: [],
            requirements: requirements.filter(
              (each) => reason.rule.kind === "requirement" && each === reason.rule.requirement,
            ),
          }
        : {
            tables: tables.filter((each) => reason.rule.kind !== "requirement" && each === reason.rule.table),
            requirements: [],
          };
    expect(refusingRule(only, combination, "transition")).toEqual(reason.rule);
  }
}

function checkOrder(problem: PlanningProblem, proposed: unknown): void {
  if (proposed === undefined) return;
  const orders = new Map(Object.entries(proposed as Record<string, number>));
  const types = problem.types.map((type) => ({ ...type, order: orders.get(type.type) ?? type.order }));
  expect(planUpdates({ ...problem, types }, PLENTY).isFeasible).toBe(true);
}

function checkImpossible(problem: PlanningProblem, code: string, seed: number): void {
  expect(isFeasible(problem), `seed ${seed}`).toBe(false);
  const outlook = outlookOn(problem);
  const diagnosis = diagnose(outlook, isFeasible);
  expect(diagnosis.kind).toBe(code === "PLAN_CONFLICT" ? "conflict" : "cycle");
  if (diagnosis.kind === "conflict") {
    const { restrictions } = diagnosis;
    expect(isFeasible(restrictedTo(outlook, restrictions).problem), `seed ${seed}`).toBe(false);
    for (const left of restrictions) {
      expect(
        isFeasible(
          restrictedTo(
            outlook,
            restrictions.filter((each) => each !== left),
          ).problem,
        ),
        `seed ${seed}`,
      ).toBe(true);
    }
  }
  const relaxation = smallestRelaxation(outlook, diagnosis, { feasible: isFeasible, hasTime: () => true });
  if (relaxation === undefined) return;
  const { combinations } = relaxation;
  expect(isFeasible(accepting(problem, combinations)), `seed ${seed}`).toBe(true);
  for (const left of combinations) {
    expect(
      isFeasible(
        accepting(
          problem,
          combinations.filter((each) => each !== left),
        ),
      ),
      `seed ${seed}`,
    ).toBe(false);
  }
}

test("restrictions, all of them, are the problem", () => {
  for (let seed = 1; seed <= CASES; seed += 1) {
    const problem = randomProblem(seed);
    const outlook = outlookOn(problem);
    const all = restrictionsOf(outlook).flat();
    expect(isFeasible(restrictedTo(outlook, all).problem) || !isFeasible(problem), `seed ${seed}`).toBe(true);
  }
});

function randomProblem(seed: number): PlanningProblem {
  let state = seed * 2654435761;
  const below = (limit: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
  const names = ["a", "b", "c", "d"].slice(0, 2 + below(3));
  const system = Object.fromEntries(
    names.map((name): [string, TypeInput] => {
      const stones = below(4) === 0 ? [{ version: "1.5", isMandatory: below(2) === 0 }] : [];
      const also = below(5) === 0 ? [{ from: "1.2" }] : [];
      return [name, { from: "1.0", to: "2.0", order: 1 + below(3), stones, also }];
    }),
  );
  const tables = Array.from({ length: 1 + below(4) }, (_, index) => randomTable(`t${index}`, names, below));
  return problemOf({ system, tables, ordering: below(3) === 0 ? "verify" : "auto" });
}

function randomTable(name: string, names: readonly string[], below: (limit: number) => number): TableInput {
  const first = below(names.length);
  const columns = names.length === 2 || below(2) === 0 ? 2 : 3;
  const chosen = Array.from({ length: columns }, (_, index) => names[(first + index) % names.length] ?? "");
  const cellsOf = (versions: readonly string[]) =>
    Object.fromEntries(chosen.map((type) => [type, versions[below(versions.length)] ?? ""]));
  const all = (version: string) => Object.fromEntries(chosen.map((type) => [type, version]));
  const rows = Array.from({ length: 2 + below(4) }, () => cellsOf(["1.0", "2.0", "1.0|1.2", "1.5", "*", ">=1.5"]));
  if (below(2) === 0)
    return { name, end: [all("1.0"), all("2.0")], transition: [...rows, cellsOf(["1.0|1.2", "2.0"])] };
  const refusing = rows.filter((cells) => {
    const versions = Object.values(cells);
    return versions.some((text) => text.startsWith("1.0")) && versions.some((text) => text === "2.0" || text === "1.5");
  });
  return { name, isOpen: true, transition: refusing.map((cells) => ({ cells, acceptable: false })), columns: chosen };
}
