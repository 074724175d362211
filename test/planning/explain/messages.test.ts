// Messages away from the textbook: rows without a reason, requirements, tables of other files, odd names, several obstacles.

import { describe, expect, test } from "vitest";
import { type PlanMessage, planUpdates } from "../../../src/planning/index.js";
import { PLENTY, type ProblemInput, problemOf } from "./problems.js";

const ONE_TO_TWO = { from: "v1", to: "v2" };
const TWO_TYPES = { gateway: ONE_TO_TWO, rtos: ONE_TO_TWO };

function refusalOf(input: ProblemInput): PlanMessage {
  const answer = planUpdates(problemOf(input), PLENTY);
  if (answer.isFeasible) throw new Error("there is a plan");
  return answer.refusal;
}

interface Case {
  readonly name: string;
  readonly input: ProblemInput;
  readonly code: string;
  readonly lines: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: "a refusing row without a reason, in a table of the system's own document",
    code: "PLAN_ORDER",
    input: {
      system: { gateway: { ...ONE_TO_TWO, order: 2 }, rtos: { ...ONE_TO_TWO, order: 1 } },
      ordering: "verify",
      tables: [
        { name: "any", isOpen: true, transition: [{ gateway: "v9" }] },
        {
          name: "site",
          file: "/etc/site/constraints.yaml",
          path: "constraints.tables[0]",
          isOpen: true,
          transition: [{ cells: { gateway: "v1", rtos: "v2" }, acceptable: false, line: 7 }],
        },
      ],
    },
    lines: [
      "order 1 updates rtos v1 -> v2 (1 component) while gateway is v1",
      "so this combination can occur:   gateway v1 + rtos v2",
      "not acceptable: constraints.tables[0].transition_states row 1 (constraints.yaml:7)",
      "a safe order exists:   gateway: order 10   rtos: order 20",
    ],
  },
  {
    name: "a requirement, and the same order value for both",
    code: "PLAN_ORDER",
    input: {
      system: TWO_TYPES,
      ordering: "verify",
      requirements: [{ type: "rtos", version: "v2", needs: ["gateway", ">=2.0.0"], line: 12 }],
    },
    lines: [
      "order 1 updates rtos v1 -> v2 (1 component) together with gateway v1 -> v2 (1 component)",
      "so this combination can occur:   rtos v2 + gateway v1",
      "not acceptable: component_types.rtos.requires gateway >=2.0.0 (manifest.yaml:12)",
      "a safe order exists:   gateway: order 10   rtos: order 20",
    ],
  },
  {
    name: "an order that is not safe where no other one is: the obstacle itself is told",
    code: "PLAN_BLOCKED",
    input: {
      system: TWO_TYPES,
      ordering: "verify",
      tables: [
        {
          end: [
            { gateway: "v1", rtos: "v1" },
            { gateway: "v2", rtos: "v2" },
          ],
        },
      ],
    },
    lines: [
      "gateway first shows  gateway v2 + rtos v1   not listed in table system",
      "rtos first shows     gateway v1 + rtos v2   not listed in table system",
      "to make it possible: accept one of the two combinations, or add a version that works with both sides",
    ],
  },
  {
    name: "a block by a requirement and a row of two files",
    code: "PLAN_BLOCKED",
    input: {
      system: TWO_TYPES,
      requirements: [{ type: "rtos", version: "v2", needs: ["gateway", "v2"], line: 12 }],
      tables: [
        {
          name: "site",
          file: "constraints.yaml",
          path: "constraints.tables[0]",
          isOpen: true,
          transition: [{ cells: { gateway: "v2", rtos: "v1" }, acceptable: false, why: "old\u0007 rtos", line: 3 }],
        },
      ],
    },
    lines: [
      'gateway first shows  gateway v2 + rtos v1   refused by constraints.tables[0].transition_states row 1 (constraints.yaml:3) "old\u00b7 rtos"',
      "rtos first shows     gateway v1 + rtos v2   refused by component_types.rtos.requires gateway v2 (manifest.yaml:12)",
      "to make it possible: accept one of the two combinations, or add a version that works with both sides",
    ],
  },
  {
    name: "two blocks: accepting one combination is not enough",
    code: "PLAN_BLOCKED",
    input: {
      system: { a: ONE_TO_TWO, b: ONE_TO_TWO, c: ONE_TO_TWO, d: ONE_TO_TWO },
      tables: [
        {
          name: "ab",
          end: [
            { a: "v1", b: "v1" },
            { a: "v2", b: "v2" },
          ],
        },
        {
          name: "cd",
          file: "constraints.yaml",
          line: 4,
          end: [
            { c: "v1", d: "v1" },
            { c: "v2", d: "v2" },
          ],
        },
      ],
    },
    lines: [
      "a first shows  a v2 + b v1   not listed in table ab (manifest.yaml:14)",
      "b first shows  a v1 + b v2   not listed in table ab (manifest.yaml:14)",
      "to make it possible: accept all of these: a v1 + b v2; c v1 + d v2",
    ],
  },
  {
    name: "components of one type with two versions: accepting one combination is enough for both",
    code: "PLAN_BLOCKED",
    input: {
      system: { a: { from: "v1", to: "v2", also: [{ from: "v3" }] }, b: { from: "v1", to: "v3" } },
      tables: [
        {
          end: [
            { a: "v2", b: "v3" },
            { a: "v3", b: "v1" },
          ],
          transition: [{ a: "v1", b: "v1" }],
        },
      ],
    },
    lines: [
      "a v1 -> v2 first shows  a v2 + b v1   not listed in table system",
      "b first shows           a v1 + b v3   not listed in table system",
      "to make it possible: accept a v2 + b v1, or add a version that works with both sides",
    ],
  },
  {
    name: "a circle through two updates of the same components",
    code: "PLAN_CYCLE",
    input: {
      system: {
        boot: { from: "1", to: "3", stones: [{ version: "2", isMandatory: true }] },
        app: { from: "1", to: "2" },
      },
      tables: [
        {
          name: "both",
          isOpen: true,
          transition: [
            { cells: { boot: "2", app: "1" }, acceptable: false, why: "needs the new app", line: 8 },
            { cells: { boot: "2", app: "2" }, acceptable: false, line: 9 },
          ],
        },
      ],
    },
    lines: [
      "boot 1 -> 2 before boot 2 -> 3      one after the other                  the same components",
      "boot 2 -> 3 before app              boot 2 + app 2 is not acceptable     constraints.tables[0].transition_states row 2 (manifest.yaml:9)",
      'app before boot 1 -> 2              app 1 + boot 2 is not acceptable     constraints.tables[0].transition_states row 1 (manifest.yaml:8) "needs the new app"',
      "accepting any one of these combinations makes a plan possible",
    ],
  },
  {
    name: "a wide table: two of its types block each other, whatever the third does",
    code: "PLAN_BLOCKED",
    input: {
      system: { a: ONE_TO_TWO, b: ONE_TO_TWO, c: ONE_TO_TWO },
      tables: [
        {
          end: [
            { a: "v1", b: "v1", c: "v1" },
            { a: "v2", b: "v2", c: "v2" },
          ],
          transition: [{ a: "v2", b: "v1", c: "v2" }],
        },
      ],
    },
    lines: [
      "a first shows  a v2 + c v1   not listed in table system",
      "c first shows  a v1 + c v2   not listed in table system",
      "to make it possible: accept one of the two combinations, or add a version that works with both sides",
    ],
  },
  {
    name: "two types that both want to be the middle one: rows none of which can be left out",
    code: "PLAN_CONFLICT",
    input: {
      system: { a: ONE_TO_TWO, b: ONE_TO_TWO, c: ONE_TO_TWO, d: ONE_TO_TWO },
      tables: [
        { name: "harmless", end: [{ d: "*", a: "*" }] },
        {
          name: "a between",
          isOpen: true,
          transition: [
            { cells: { a: "v2", b: "v1", c: "v1" }, acceptable: false, why: "a needs one of them", line: 21 },
            { cells: { a: "v1", b: "v2", c: "v2" }, acceptable: false, line: 22 },
          ],
        },
        {
          name: "b between",
          isOpen: true,
          transition: [
            { cells: { b: "v2", a: "v1", c: "v1" }, acceptable: false, line: 31 },
            { cells: { b: "v1", a: "v2", c: "v2" }, acceptable: false, line: 32 },
          ],
        },
      ],
    },
    lines: [
      'constraints.tables[1].transition_states row 1 (manifest.yaml:21) "a needs one of them"',
      "constraints.tables[1].transition_states row 2 (manifest.yaml:22)",
      "constraints.tables[2].transition_states row 1 (manifest.yaml:31)",
      "constraints.tables[2].transition_states row 2 (manifest.yaml:32)",
      "accepting a v1 + b v2 + c v2 makes a plan possible",
    ],
  },
];

describe("refusals", () => {
  test.each(cases)("$code: $name", ({ input, code, lines }) => {
    const refusal = refusalOf(input);
    expect({ code: refusal.code, lines: refusal.lines }).toEqual({ code, lines });
  });
});

describe("names", () => {
  test("are printable, whole only as far as a line goes, and never taken for keys", () => {
    const odd = `a\u001b[31m\u202e${"x".repeat(300)}`;
    const { lines, facts } = refusalOf({
      system: { [odd]: ONE_TO_TWO, __proto__constructor: ONE_TO_TWO },
      tables: [
        {
          end: [
            { [odd]: "v1", __proto__constructor: "v1" },
            { [odd]: "v2", __proto__constructor: "v2" },
          ],
        },
      ],
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    expect(lines.join("\n")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(500);
    expect(facts).toMatchObject({ component_types: [odd, "__proto__constructor"] });
  });
});
