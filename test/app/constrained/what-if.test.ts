// A plan for a system that is only described.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createContext, type PlanAnswer, type PlanOptions, planSystem } from "../../../src/app/index.js";
import { temporaryFolder } from "../../support/index.js";

const MANIFEST = `api_version: mender/v1
kind: manifest
name: fleet-2
system_types_compatible: [demo]
component_types:
  gateway: { artifact_path: nowhere/gateway-2.mender, version: v2 }
  rtos: { artifact_path: nowhere/rtos-2.mender, version: v2 }
constraints:
  end_states:
    - { gateway: v1, rtos: v1 }
    - { gateway: v2, rtos: v2 }
  transition_states:
    - { gateway: v2, rtos: v1 }
`;

const nothing = () => undefined;
const log = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

/** In a folder without a topology and a data store. */
async function planFor(
  inventory: { readonly name: string; readonly text: string },
  options: Partial<PlanOptions> = {},
  manifest = MANIFEST,
): Promise<PlanAnswer> {
  const folder = temporaryFolder();
  const [manifestPath, inventoryPath] = [join(folder, "manifest.yaml"), join(folder, inventory.name)];
  writeFileSync(manifestPath, manifest);
  writeFileSync(inventoryPath, inventory.text);
  const environment = {
    ...{ MENDER_ORCHESTRATOR_CONF_DIR: join(folder, "none"), MENDER_ORCHESTRATOR_DATA_DIR: join(folder, "none") },
    MENDER_ORCHESTRATOR_DATASTORE_DIR: join(folder, "none"),
  };
  const context = createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
  return await planSystem(context, { manifestPath, inventoryPath, ...options });
}

const yaml = (components: string) => ({
  name: "inventory.yaml",
  text: `api_version: mender/v1\nkind: inventory\ncomponents:\n${components}`,
});

describe("an inventory instead of a system", () => {
  it.each([
    ["none is there to verify", (text: string) => text, "auto"],
    ["one is", (text: string) => text.replace("version: v2", "version: v2, update_strategy: { order: 1 }"), "verify"],
  ])("is planned by the order where %s", async (_, change, ordering) => {
    const text =
      "  - { component_type: gateway, count: 1, version: v1 }\n  - { component_type: rtos, count: 1, version: v1 }\n";
    const { problem } = await planFor(yaml(text), { ordering: "verify" }, change(MANIFEST));
    expect(problem?.ordering).toBe(ordering);
  });

  it("counts what it does not name, and needs neither artifacts nor a data store", async () => {
    const text =
      "  - { component_type: gateway, id: G1, version: v1 }\n  - { component_type: rtos, count: 1000000, version: v1 }\n";
    const { answer, legs, problem } = await planFor(yaml(text));
    expect(legs).toEqual([]);
    expect(problem?.groups).toMatchObject([
      { type: "gateway", count: 1, ids: ["G1"] },
      { type: "rtos", count: 1_000_000, ids: [] },
    ]);
    expect(answer).toMatchObject({ isFeasible: true, sequence: { updates: 1_000_001, batches: [{}, {}] } });
  });

  it("may say where components go, or that they stay", async () => {
    const stays =
      "  - { component_type: gateway, id: G1, version: v1 }\n  - { component_type: rtos, count: 2, version: v1, target: v1 }\n";
    const { answer } = await planFor(yaml(stays));
    expect(answer).toMatchObject({ isFeasible: false, refusal: { code: "PLAN_TARGET" } });
  });

  it("may hold types that the manifest does not manage", async () => {
    const manifest = MANIFEST.replaceAll("rtos: v2 }", "rtos: v2, radio: 7 }").replaceAll(
      "rtos: v1 }",
      "rtos: v1, radio: 7 }",
    );
    const others =
      "  - { component_type: gateway, count: 1, version: v1 }\n  - { component_type: rtos, count: 1, version: v1 }\n";
    const good = await planFor(yaml(`${others}  - { component_type: radio, count: 1, version: "7" }\n`), {}, manifest);
    expect(good.answer.isFeasible).toBe(true);
    const bad = await planFor(yaml(`${others}  - { component_type: radio, count: 1, version: "8" }\n`), {}, manifest);
    expect(bad.answer).toMatchObject({ isFeasible: false, refusal: { code: "PLAN_START" } });
  });

  it("takes an objective and an ordering from the command", async () => {
    const both =
      "  - { component_type: gateway, count: 1, version: v1 }\n  - { component_type: rtos, count: 1, version: v1 }\n";
    const wrong = MANIFEST.replace(
      "gateway-2.mender, version: v2",
      "gateway-2.mender, version: v2, update_strategy: { order: 9 }",
    );
    expect((await planFor(yaml(both), {}, wrong)).answer).toMatchObject({ refusal: { code: "PLAN_ORDER" } });
    expect((await planFor(yaml(both), { ordering: "auto" }, wrong)).answer.isFeasible).toBe(true);
    expect((await planFor(yaml(both), { objective: "fastest" })).problem?.objective).toBe("fastest");
  });

  it("follows the order values where the manifest has nothing else", async () => {
    const plain = (MANIFEST.split("constraints:")[0] ?? "").replace(
      "version: v2 }\n  rtos",
      "version: v2, update_strategy: { order: 9 } }\n  rtos",
    );
    const both =
      "  - { component_type: gateway, count: 1, version: v1 }\n  - { component_type: rtos, count: 1, version: v1 }\n";
    const { answer } = await planFor(yaml(both), {}, plain);
    expect(answer).toMatchObject({
      sequence: { batches: [{ moves: [{ type: "rtos" }] }, { moves: [{ type: "gateway" }] }] },
    });
  });

  it("refuses documents with faults, both of them", async () => {
    await expect(
      planFor(yaml("  - { component_type: gateway }\n"), {}, MANIFEST.replace("v1, rtos: v1", "v1, rtso: v1")),
    ).rejects.toMatchObject({
      diagnostics: expect.arrayContaining([expect.objectContaining({ code: "MANIFEST_MISSING_KEY" })]),
    });
  });

  it("holds a million components one by one", async () => {
    const entry = (_: unknown, i: number): string =>
      i === 0
        ? '{"component_type":"gateway","id":"G","version":"v1"}'
        : `{"component_type":"rtos","id":"R${i}","version":"${i % 2 === 0 ? "v1" : "1.0.0"}"}`;
    const components = Array.from({ length: 1_000_000 }, entry).join(",");
    const text = `{"api_version":"mender/v1","kind":"inventory","components":[${components}]}`;
    const { problem, answer } = await planFor({ name: "inventory.json", text });
    expect(problem?.groups).toMatchObject([{ count: 1 }, { type: "rtos", count: 999_999, ids: [] }]);
    expect(answer).toMatchObject({ isFeasible: true, sequence: { updates: 1_000_000 } });
  });
});
