// Points of no return, plans that are not proven to be the best, and time that was too short: warnings and refusals.

import { expect, test } from "vitest";
import { notOptimalWarning } from "../../../src/planning/explain/warnings.js";
import { type PlanningAnswer, type PlanningProblem, planUpdates } from "../../../src/planning/index.js";
import { PLENTY, problemOf } from "./problems.js";

const ONE_TO_TWO = { from: "v1", to: "v2" };
const UNSUPPORTED = { rollback: { kind: "unsupported" } } as const;

/** `boot` cannot go back, and `app` needs it. */
function bootBeforeApp(pointOfNoReturn: PlanningProblem["pointOfNoReturn"]): PlanningAnswer {
  const problem = problemOf({
    system: { sensor: ONE_TO_TWO, boot: { ...ONE_TO_TWO, ...UNSUPPORTED }, app: ONE_TO_TWO },
    requirements: [
      { type: "boot", version: "v2", needs: ["sensor", "v2"] },
      { type: "app", version: "v2", needs: ["boot", "v2"], line: 12 },
    ],
    pointOfNoReturn,
  });
  return planUpdates(problem, PLENTY);
}

test("by default the plan is made, with a warning that names batch and type", () => {
  expect(bootBeforeApp("allow")).toMatchObject({
    isFeasible: true,
    sequence: { pointOfNoReturn: 2 },
    warnings: [
      {
        code: "PLAN_NO_RETURN",
        message: "batch 2 of 3 updates boot, which cannot be rolled back; after it only forward works",
        facts: { batch: 2, batches: 3, component_types: ["boot"] },
      },
    ],
  });
});

test.each([
  {
    rule: "last_batch",
    message:
      "batch 2 of 3 would update boot, which cannot be rolled back, before the rest is done (planning.point_of_no_return: last_batch)",
  },
  {
    rule: "refuse",
    message:
      "batch 2 of 3 would update boot, which cannot be rolled back, before the rest is done (planning.point_of_no_return: refuse)",
  },
] as const)("$rule refuses it, and says what comes after the point", ({ rule, message }) => {
  expect(bootBeforeApp(rule)).toMatchObject({
    isFeasible: false,
    refusal: {
      code: "PLAN_NO_RETURN_REFUSED",
      message,
      lines: [
        "app has to come after boot: app v2 + boot v1 is not acceptable   component_types.app.requires boot v2 (manifest.yaml:12)",
        "to carry it out all the same: install --accept-no-return, or planning.point_of_no_return: allow",
      ],
    },
  });
});

test("last_batch: what cannot go back waits for the rest, and says so", () => {
  const system = { boot: { ...ONE_TO_TWO, ...UNSUPPORTED }, app: ONE_TO_TWO, late: ONE_TO_TWO };
  const requirements = [{ type: "late", version: "v2", needs: ["app", "v2"] as const }];
  const answer = planUpdates(problemOf({ system, requirements, pointOfNoReturn: "last_batch" }), PLENTY);
  if (!answer.isFeasible) throw new Error(answer.refusal.message);
  const last = answer.sequence.batches.at(-1);
  expect(last?.moves.map(({ type }) => type)).toContain("boot");
  expect(last?.because).toContainEqual({ kind: "noReturn", group: 0 });
});

test("under a verified order, a rule that the order breaks is told of", () => {
  const system = { boot: { ...ONE_TO_TWO, ...UNSUPPORTED, order: 1 }, app: { ...ONE_TO_TWO, order: 2 } };
  const answer = planUpdates(problemOf({ system, ordering: "verify", pointOfNoReturn: "last_batch" }), PLENTY);
  expect(answer).toMatchObject({
    isFeasible: false,
    refusal: {
      code: "PLAN_NO_RETURN_REFUSED",
      message:
        "batch 1 of 2 would update boot, which cannot be rolled back, before the rest is done (planning.point_of_no_return: last_batch)",
    },
  });
});

test("without time there is neither a plan nor a claim that there is none", () => {
  let now = 0;
  const budget = { milliseconds: 500, now: () => (now += 1000) };
  const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
  const system = Object.fromEntries(names.map((name) => [name, { from: "1", to: "4", stones: ["2", "3"] }]));
  const tables = names.map((name, index) => ({
    name: `table ${index}`,
    isOpen: true,
    transition: [
      {
        cells: { [name]: "1", [names[(index + 5) % 12] ?? ""]: "3", [names[(index + 7) % 12] ?? ""]: "4" },
        acceptable: false,
      },
    ],
  }));
  const answer = planUpdates(problemOf({ system, tables }), budget);
  if (answer.isFeasible) {
    expect(answer.warnings.map(({ code }) => code)).toEqual(answer.sequence.isOptimal ? [] : ["PLAN_NOT_OPTIMAL"]);
  } else {
    expect(answer.refusal).toMatchObject({
      code: "PLAN_UNDECIDED",
      message: "no plan was found within the limits of the search (0.5 s), and no proof that there is none",
    });
  }
});

test.each([
  [
    { least: 10, found: 12 },
    { least: 12, found: 12 },
    "stopped after 10 s with 12 batches; 9 or fewer are proven impossible",
  ],
  [{ least: 1, found: 12 }, { least: 12, found: 12 }, "stopped after 10 s with 12 batches; fewer may be possible"],
  [
    { least: 3, found: 3 },
    { least: 12, found: 14 },
    "stopped after 10 s with 14 updates; 11 or fewer are proven impossible",
  ],
])("not proven to be the best: %j %j", (batches, updates, message) => {
  const sequence = { batches: [], updates: 0, pointOfNoReturn: null, isOptimal: false, bounds: { batches, updates } };
  expect(notOptimalWarning(sequence, 10_000)).toMatchObject([{ code: "PLAN_NOT_OPTIMAL", message }]);
});
