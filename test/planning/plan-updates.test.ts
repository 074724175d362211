// The messages of the planner for the very inputs that its specification shows them for, word for word.

import { describe, expect, test } from "vitest";
import { type PlanMessage, type PlanningProblem, planUpdates } from "../../src/planning/index.js";
import { PLENTY, type ProblemInput, problemOf, type TableInput } from "./explain/problems.js";

const GATEWAY_AND_RTOS = {
  gateway: { from: "v1", to: "v2", ids: ["G1"], order: 10 },
  rtos: { from: "v1", to: "v2", count: 2, ids: ["R456", "R998"], order: 20 },
} as const;

const WHY = "old gateway cannot talk to new rtos";

const SEED_TABLE: TableInput = {
  line: 15,
  end: [
    { gateway: "v1", rtos: "v1" },
    { gateway: "v2", rtos: "v2" },
  ],
  transition: [
    { cells: { gateway: "v2", rtos: "v1" }, line: 20 },
    { cells: { gateway: "v1", rtos: "v2" }, acceptable: false, why: WHY, line: 21 },
  ],
};

test("the documented example: gateway first, then both rtos together", () => {
  const answer = planUpdates(problemOf({ system: GATEWAY_AND_RTOS, tables: [SEED_TABLE] }), PLENTY);
  if (!answer.isFeasible) throw new Error(answer.refusal.message);
  expect(answer.warnings).toEqual([]);
  expect(answer.sequence).toMatchObject({
    batches: [
      {
        moves: [{ group: 0, type: "gateway", from: "v1", to: "v2", count: 1, ids: ["G1"], isReversible: true }],
        because: [],
      },
      {
        moves: [{ group: 1, type: "rtos", from: "v1", to: "v2", count: 2 }],
        because: [
          {
            kind: "combination",
            group: 1,
            after: 0,
            combination: [
              { type: "gateway", version: "v1" },
              { type: "rtos", version: "v2" },
            ],
            rule: { kind: "row", row: { number: 2, list: "transition_states" } },
          },
        ],
      },
    ],
    updates: 3,
    pointOfNoReturn: null,
    isOptimal: true,
  });
});

test("an order that is safe is taken as it is", () => {
  const answer = planUpdates(problemOf({ system: GATEWAY_AND_RTOS, tables: [SEED_TABLE], ordering: "verify" }), PLENTY);
  expect(answer).toMatchObject({ isFeasible: true, sequence: { batches: [{}, {}], isOptimal: true } });
});

interface Case {
  readonly name: string;
  readonly input: ProblemInput;
  readonly text: readonly string[];
}

const REVERSED = {
  gateway: { ...GATEWAY_AND_RTOS.gateway, order: 20 },
  rtos: { ...GATEWAY_AND_RTOS.rtos, order: 10 },
};

const CLOSED: TableInput = { end: SEED_TABLE.end ?? [], line: 14 };

function pairTable(one: string, other: string): TableInput {
  return {
    name: `${one}${other}`,
    end: [{ [one]: "v1", [other]: "v1" }, { [one]: "v2" }],
  };
}

const refusals: readonly Case[] = [
  {
    name: "PLAN_ORDER",
    input: { system: REVERSED, tables: [SEED_TABLE], ordering: "verify" },
    text: [
      "error PLAN_ORDER: the order values in this manifest are not safe",
      "  order 10 updates rtos v1 -> v2 (2 components) while gateway is v1",
      "  so this combination can occur:   gateway v1 + rtos v2",
      `  not acceptable: constraints.transition_states row 2 (manifest.yaml:21) "${WHY}"`,
      "  a safe order exists:   gateway: order 10   rtos: order 20",
    ],
  },
  {
    name: "PLAN_BLOCKED",
    input: { system: GATEWAY_AND_RTOS, tables: [CLOSED] },
    text: [
      "error PLAN_BLOCKED: gateway and rtos cannot be updated one after the other",
      "  gateway first shows  gateway v2 + rtos v1   not listed in table system",
      "  rtos first shows     gateway v1 + rtos v2   not listed in table system",
      "  to make it possible: accept one of the two combinations, or add a version that works with both sides",
    ],
  },
  {
    name: "PLAN_CYCLE",
    input: {
      system: { a: { from: "v1", to: "v2" }, b: { from: "v1", to: "v2" }, c: { from: "v1", to: "v2" } },
      tables: [pairTable("a", "b"), pairTable("b", "c"), pairTable("c", "a")],
    },
    text: [
      "error PLAN_CYCLE: each of these must finish before the next one starts",
      "  a before b      a v1 + b v2 is not acceptable     table ab",
      "  b before c      b v1 + c v2 is not acceptable     table bc",
      "  c before a      c v1 + a v2 is not acceptable     table ca",
      "  accepting any one of these combinations makes a plan possible",
    ],
  },
  {
    name: "PLAN_START",
    input: {
      system: { gateway: { from: "v1", to: "v2" }, rtos: { from: "v2", to: "v2", count: 2, ids: ["R456", "R998"] } },
      tables: [CLOSED],
    },
    text: [
      "error PLAN_START: the system is in a combination no table accepts: gateway v1 + rtos v2 (R456, R998). Repair first: plan --repair",
      "  not listed in table system",
    ],
  },
  {
    name: "PLAN_START, refused by a row",
    input: {
      system: { gateway: { from: "v1", to: "v2" }, rtos: { from: "v2", to: "v2", count: 2, ids: ["R456", "R998"] } },
      tables: [SEED_TABLE],
    },
    text: [
      "error PLAN_START: the system is in a combination no table accepts: gateway v1 + rtos v2 (R456, R998). Repair first: plan --repair",
      `  not acceptable: constraints.transition_states row 2 (manifest.yaml:21) "${WHY}"`,
    ],
  },
  {
    name: "PLAN_TARGET",
    input: {
      system: { gateway: { from: "v1", to: "v2" }, rtos: { from: "v1", to: "v1" } },
      tables: [SEED_TABLE],
    },
    text: [
      "error PLAN_TARGET: the target gateway v2 + rtos v1 is acceptable only in transition, not as an end state",
      "  no row of end_states lists it in table system",
      "  hint: list the combination under end_states, or let the manifest ask for other versions",
    ],
  },
  {
    name: "PLAN_PATH",
    input: {
      system: { gateway: { from: "3.0.0", to: "2.0.0", moves: { kind: "listed", pairs: [] } } },
    },
    text: [
      "error PLAN_PATH: gateway cannot get from 3.0.0 to 2.0.0: no downgrade allowed (component_types.gateway.moves)",
      "  from 3.0.0 it can get to no other version   1 component",
      "  hint: allow [3.0.0, 2.0.0] in component_types.gateway.moves, or add a stepping stone in between",
    ],
  },
  {
    name: "PLAN_PATH, over a stepping stone",
    input: {
      system: {
        gateway: {
          ...{ from: "1.0.0", to: "2.0.0", moves: { kind: "listed", pairs: [] } },
          stones: [{ version: "1.5.0", isMandatory: true }],
        },
      },
    },
    text: [
      "error PLAN_PATH: gateway cannot get from 1.0.0 to 2.0.0: it must not jump over 1.5.0 (component_types.gateway.stepping_stones)",
      "  from 1.0.0 it can get to no other version   1 component",
      "  hint: allow the updates to and from 1.5.0 in component_types.gateway.moves, or make it mandatory: false",
    ],
  },
  {
    name: "PLAN_PATH, of a type that the manifest does not name",
    input: { system: { gateway: { from: "1.0.0", to: "2.0.0", isManaged: false } } },
    text: [
      "error PLAN_PATH: gateway cannot get from 1.0.0 to 2.0.0: the manifest does not speak of it",
      "  from 1.0.0 it can get to no other version   1 component",
      "  hint: add gateway to component_types",
    ],
  },
];

describe("refusals", () => {
  test.each(refusals)("$name", ({ input, text }) => {
    expect(refusalText(problemOf(input))).toEqual(text);
  });
});

function refusalText(problem: PlanningProblem): readonly string[] {
  const answer = planUpdates(problem, PLENTY);
  if (answer.isFeasible) throw new Error("there is a plan");
  return textOf("error", answer.refusal);
}

function textOf(severity: string, { code, message, lines, hint }: PlanMessage): readonly string[] {
  const body = [...lines, ...(hint === undefined ? [] : [`hint: ${hint}`])];
  return [`${severity} ${code}: ${message}`, ...body.map((line) => `  ${line}`)];
}
