// schemas/plan.schema.json describes what `plan --output json` prints, and tells it from what it is not.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import * as realApp from "../../src/app/index.js";
import type { PlanAnswer } from "../../src/cli/app-types.js";
import type { PlanReason, UpdateSequence } from "../../src/model/index.js";
import { PLAN } from "../model/journal-builder.js";
import { projectRoot, temporaryFolder } from "../support/index.js";
import { because, GATEWAY_FIRST, move, OVER_A_STONE, problemWith, sequence, tableNamed, woven } from "./plans.js";
import { run } from "./support.js";

const schema: object = JSON.parse(readFileSync(join(projectRoot, "schemas", "plan.schema.json"), "utf8"));
const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: true,
  allowUnionTypes: true,
}).compile(schema);

const WARNING = {
  code: "PLAN_DEPENDS_UNMET",
  message: "one",
  lines: ["two"],
  hint: "three",
  facts: { four: 4 },
} as const;
const LOCATION = { file: "m.yaml", line: 1, column: 2, columnEnd: 3, lineText: "abc" };

async function answered(plan: UpdateSequence, rest: Partial<PlanAnswer> = {}): Promise<unknown> {
  const answer = { isFeasible: true, sequence: plan, warnings: [] } as const;
  const planned = { manifestName: "m", warnings: [], problem: problemWith([]), answer, legs: [], ...rest };
  const app = { planSystem: async () => planned, explainPlan: async () => ["why"] };
  return JSON.parse((await run(["plan", "m.yaml", "--output=json", "--explain=rtos"], { app })).stdout);
}

const early = move({ type: "a", group: 0 });
const late = move({ type: "b", group: 1, count: 1_000_000, isReversible: false });
const EVERY_REASON: readonly PlanReason[] = [
  because(late, early),
  {
    ...{ kind: "combination", group: 1, after: 0, combination: [{ type: "a", version: "v1" }] },
    rule: { kind: "unlisted", table: tableNamed("system") },
  },
  {
    ...{ kind: "combination", group: 1, after: 0, combination: [{ type: "a", version: "v1" }] },
    rule: {
      kind: "requirement",
      requirement: {
        ...{ type: "b", path: "component_types.b.requires", location: { file: "m.yaml" } },
        version: { text: "v2", matchers: [] },
        needs: { type: "a", version: { text: "v2", matchers: [] } },
      },
    },
  },
  { kind: "order", group: 1, after: 0 },
  { kind: "steppingStone", group: 1, after: 0 },
  { kind: "noReturn", group: 1 },
];

describe("schemas/plan.schema.json", () => {
  const bounds = { batches: { least: 1, found: 2 }, updates: { least: 2, found: 3 } };
  it.each<[string, Promise<unknown>]>([
    ["two batches", answered(GATEWAY_FIRST)],
    ["stepping stones", answered(OVER_A_STONE)],
    ["many moves", answered(woven(5, 4))],
    ["nothing to do", answered(sequence([]))],
    ["components", answered(GATEWAY_FIRST, { legs: [PLAN] })],
    ["several legs", answered(OVER_A_STONE, { legs: [PLAN, PLAN] })],
    ["order values alone", answered(sequence([]), { problem: undefined, legs: [PLAN] })],
    [
      "every kind of reason",
      answered(
        sequence([
          { moves: [early], because: [] },
          { moves: [late], because: EVERY_REASON },
        ]),
      ),
    ],
    ["bounds", answered(sequence([{ moves: [early], because: [] }], { isOptimal: false, bounds }))],
    ["warnings", answered(GATEWAY_FIRST, { warnings: [{ ...WARNING, severity: "warning", location: LOCATION }] })],
    ["a refusal", answered(GATEWAY_FIRST, { answer: { isFeasible: false, refusal: WARNING, warnings: [WARNING] } })],
  ])("holds for %s", async (_, answer) => {
    validate(await answer);
    expect(validate.errors).toBe(null);
  });

  it.each<[string, (answer: Record<string, unknown>) => Record<string, unknown>]>([
    ["a refusal with batches", (answer) => ({ ...answer, feasible: false, error: WARNING })],
    ["a plan with an error", (answer) => ({ ...answer, error: WARNING })],
    ["a refusal without its reason", (answer) => ({ ...answer, feasible: false, batches: [] })],
    ["a batch number of 0", (answer) => ({ ...answer, point_of_no_return: 0 })],
    ["an unknown key", (answer) => ({ ...answer, extra: 1 })],
    ["a missing key", ({ updates, ...answer }) => answer],
  ])("refuses %s", async (_, spoiled) => {
    const answer = await answered(GATEWAY_FIRST);
    expect(validate(spoiled({ ...Object(answer) }))).toBe(false);
  });
});

describe("the planner's real answers", () => {
  const HEAD = "api_version: mender/v1\nkind: manifest\nsystem_types_compatible: [s]\nname: m\n";
  const INVENTORY = `api_version: mender/v1
kind: inventory
components:
  - { component_type: gateway, id: G13, version: 1.0.0 }
  - { component_type: rtos, count: 1000000, version: 1.0.0 }
`;
  const types = (more: string) => `component_types:
  gateway: { artifact_path: g.mender, version: 2.0.0, requires: { rtos: ">=1.5" } }
  rtos: { artifact_path: r.mender, version: 2.0.0, requires: { gateway: ">=2.0" }${more} }
`;
  const STONE = ", rollback: unsupported, stepping_stones: [{ version: 1.5.0, artifact_path: s.mender }]";

  it.each([
    ["a plan over a stepping stone", types(STONE), 0],
    ["a refusal", types(""), 6],
    ["order values alone", types("").replaceAll(/, requires: \{[^}]*\}/g, ""), 0],
  ])("keep to it: %s", async (_, body, exitCode) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "m.yaml"), HEAD + body);
    writeFileSync(join(folder, "i.yaml"), INVENTORY);
    const environment = Object.fromEntries(
      ["CONF", "DATA", "DATASTORE", "TOPOLOGY"].map((name) => [`MENDER_ORCHESTRATOR_${name}_DIR`, folder]),
    );
    const words = ["plan", join(folder, "m.yaml"), "--inventory", join(folder, "i.yaml"), "--output=json"];
    const { code, stdout } = await run(words, { app: realApp, environment });
    expect(code).toBe(exitCode);
    validate(JSON.parse(stdout));
    expect(validate.errors).toBe(null);
  });
});
