// The public demo systems of both dialects, with tables of their own: gateways first. Watched by their mock components.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isLongRun, requireSharedData } from "../../support/index.js";
import { createSystem } from "../system.js";
import { type Stage, stageIn } from "./stage.js";

const TABLES = `
constraints:
  end_states:
    - { gateway: gateway-v1, rtos: rtos-v1, system_version: v1 }
    - { gateway: gateway-v2, rtos: rtos-v2, system_version: v2 }
  transition_states:
    - { gateway: gateway-v2, rtos: rtos-v1 }
    - { gateway: gateway-v1, rtos: rtos-v2, acceptable: false, why: "old gateway cannot talk to new rtos" }
`;

const NEW_RTOS = "rtos-v2";

/** The order of the public manifest is safe, the other way round is refused. */
function reversed(manifest: string): string {
  return manifest.replace("order: 10", "order: 30");
}

interface Demo {
  readonly stage: Stage;
  /** The folders of the gateway and of the two nodes. */
  readonly ids: readonly [string, string, string];
  readonly v1: string;
  readonly v2: string;
}

const STATES = ["Download", "ArtifactInstall", "NeedsArtifactReboot", "ArtifactCommit"];

function tell(createDemo: () => Promise<Demo>): void {
  const old = ["gateway-v1", "rtos-v1", "rtos-v1"];
  const versionsOf = ({ stage, ids }: Demo) => ids.map((id) => stage.versions()[id]);
  const expectSafe = ({ stage, ids: [gateway, ...nodes] }: Demo): void => {
    const unsafe = stage.seen.filter(
      (each) => each[gateway] === "gateway-v1" && nodes.some((node) => each[node] === NEW_RTOS),
    );
    expect([stage.seen.length > 20, unsafe]).toEqual([true, []]);
  };
  const installed = async (): Promise<Demo> => {
    const demo = await createDemo();
    expect(await demo.stage.install(demo.stage.manifest("v1", demo.v1))).toMatchObject({ exitCode: 0 });
    demo.stage.seen.splice(0);
    return demo;
  };

  it("is updated in its own order, and refused in the other", async () => {
    const demo = await installed();
    const { stage, v2 } = demo;
    const wrong = stage.manifest("wrong", reversed(v2));
    await expect(stage.install(wrong)).rejects.toMatchObject({ code: "PLAN_ORDER", exitCode: 6 });
    expect([versionsOf(demo), stage.seen]).toEqual([old, []]);
    expect(await stage.install(stage.manifest("v2", v2))).toMatchObject({ exitCode: 0 });
    expect(versionsOf(demo)).toEqual(["gateway-v2", NEW_RTOS, NEW_RTOS]);
    expectSafe(demo);
    expect((await stage.status()).systemVersion).toEqual({ kind: "named", name: "v2" });
  });

  const all = [0, 1, 2].flatMap((index) => STATES.map((state) => [state, index] as const));
  it.each(isLongRun ? all : all.slice(7, 8))("comes back from a failing %s of component %i", async (state, index) => {
    const demo = await installed();
    const { stage, ids, v2 } = demo;
    stage.fail(ids[index] ?? "", state);
    expect(await stage.install(stage.manifest("v2", v2))).toMatchObject({ exitCode: 1, outcome: "rolledBack" });
    expect(versionsOf(demo)).toEqual(old);
    expectSafe(demo);
    expect((await stage.status()).systemVersion).toEqual({ kind: "named", name: "v1" });
  });
}

requireSharedData("mender-demo-2024")("the demo of 2024", (data) => {
  const manifestOf = (version: string): string =>
    readFileSync(join(data, `system-core-${version}`, "manifest.yaml"), "utf8").replaceAll(
      "artifact_path: ",
      `artifact_path: ${join(data, `system-core-${version}`)}/`,
    );
  describe("with tables", () => {
    tell(async () => ({
      stage: stageIn(createSystem(join(data, "mock_instances"), ["gateway", "rtos"]), ["G13", "R456", "R998"]),
      ids: ["G13", "R456", "R998"],
      v1: manifestOf("v1"),
      v2: manifestOf("v2") + TABLES,
    }));
  });
});

requireSharedData("mender-demo-2026")("the demo of 2026", (data) => {
  const manifestOf = (version: number): string => `api_version: mender/v1
kind: manifest
name: system-core-v${version}
system_types_compatible: [system-core]
component_types:
  gateway:
    artifact_path: gateway-v${version}.mender
    version: gateway-v${version}
    update_strategy: { order: 10 }
  rtos:
    artifact_path: ${join(data, `rtos-v${version}.mender`)}
    update_strategy: { order: 20 }
`;
  describe("with tables", () => {
    tell(async () => {
      const system = createSystem(join(data, "mock-instances"), ["rootfs-image", "rtos-interface"]);
      const topology = readFileSync(join(data, "topology.yaml"), "utf8");
      const text = topology.replace("interface: rootfs-image", 'interface: rootfs-image\n    interface_args: ["0"]');
      writeFileSync(join(system.folder, "store", "topology.yaml"), text);
      const stage = stageIn(system, ["0", "1", "2"]);
      for (const version of ["gateway-v1", "gateway-v2"]) await stage.artifact("gateway", version, version);
      return { stage, ids: ["0", "1", "2"], v1: manifestOf(1), v2: manifestOf(2) + TABLES };
    });
  });
});
