// The gateway and its two nodes: the gateway must come first.

import { describe, expect, it } from "vitest";
import { PlanRefused } from "../../../src/app/index.js";
import { isLongRun } from "../../support/index.js";
import { createStage, type Sighting, type Stage } from "./stage.js";

const BOARDS = { gateway: { ids: ["G13"], version: "v1" }, rtos: { ids: ["R456", "R998"], version: "v1" } };

interface Text {
  readonly gateway?: number;
  readonly rtos?: number;
}

const manifest = ({ gateway, rtos }: Text = {}): string => `api_version: mender/v1
kind: manifest
name: system-v2
system_types_compatible: [demo]
component_types:
  gateway:
    artifact_path: gateway-v2.mender
    version: v2
    ${gateway === undefined ? "" : `update_strategy: { order: ${gateway} }`}
  rtos:
    artifact_path: rtos-v2.mender
    version: v2
    ${rtos === undefined ? "" : `update_strategy: { order: ${rtos}, max_parallel: 100 }`}
constraints:
  end_states:
    - { gateway: v1, rtos: v1, system_version: v.1 }
    - { gateway: v2, rtos: v2, system_version: v.2 }
  transition_states:
    - { gateway: v2, rtos: v1 }
    - { gateway: v1, rtos: v2, acceptable: false, why: "old gateway cannot talk to new rtos" }
`;

async function createSeed(): Promise<Stage> {
  const stage = createStage(BOARDS);
  await stage.artifact("gateway", "v2");
  await stage.artifact("rtos", "v2");
  return stage;
}

/** The only combination that is never acceptable. */
function expectSafe(seen: readonly Sighting[]): void {
  expect(seen.length).toBeGreaterThan(5);
  const unsafe = seen.filter(({ G13, R456, R998 }) => G13 === "v1" && (R456 === "v2" || R998 === "v2"));
  expect(unsafe).toEqual([]);
}

const NEW = { G13: "v2", R456: "v2", R998: "v2" };
const OLD = { G13: "v1", R456: "v1", R998: "v1" };

describe("the gateway and its nodes", () => {
  it("are updated one after the other, and the system has the name of its end state", async () => {
    const stage = await createSeed();
    const path = stage.manifest("v2", manifest());
    const { answer, legs, warnings } = await stage.plan(path);
    expect(warnings).toEqual([]);
    expect(answer).toMatchObject({
      isFeasible: true,
      sequence: {
        batches: [
          { moves: [{ type: "gateway", from: "v1", to: "v2", count: 1, ids: ["G13"], isReversible: true }] },
          { moves: [{ type: "rtos", from: "v1", to: "v2", count: 2, ids: ["R456", "R998"] }] },
        ],
        ...{ updates: 3, pointOfNoReturn: null, isOptimal: true },
      },
    });
    expect(
      legs.map(({ groups }) => groups.map(({ order, components }) => [order, ...components.map(({ key }) => key)])),
    ).toEqual([
      [
        [1, "gateway.G13"],
        [2, "rtos.R456", "rtos.R998"],
      ],
    ]);
    const result = await stage.install(path);
    expect(result).toMatchObject({ exitCode: 0, outcome: "done" });
    expect(stage.versions()).toEqual(NEW);
    expectSafe(stage.seen);
  });

  it("are grouped by the manifest's order where it is safe, with its limit for calls at once", async () => {
    const stage = await createSeed();
    const { legs } = await stage.plan(stage.manifest("v2", manifest({ gateway: 10, rtos: 20 })));
    expect(legs[0]?.groups).toMatchObject([{ order: 10 }, { order: 20, maxParallel: { rtos: 100 } }]);
    expect(legs[0]?.safety?.versions["rtos.R456"]).toEqual({
      ...{ type: "rtos", from: "1.0.0", to: "2.0.0", isReversible: true },
    });
  });

  it("are left alone where the order is the wrong way round", async () => {
    const stage = await createSeed();
    const path = stage.manifest("v2", manifest({ gateway: 20, rtos: 10 }));
    await expect(stage.install(path)).rejects.toThrow(PlanRefused);
    await expect(stage.install(path)).rejects.toMatchObject({ code: "PLAN_ORDER", exitCode: 6 });
    expect(stage.versions()).toEqual(OLD);
    expect(await stage.status()).toEqual({});
    const { answer, legs } = await stage.plan(path);
    expect(legs).toEqual([]);
    expect(answer).toMatchObject({ isFeasible: false, refusal: { code: "PLAN_ORDER" } });
  });
});

describe("whatever fails, no gateway of the past meets a node of the future", () => {
  const states = ["Download", "ArtifactInstall", "ArtifactVerifyReboot", "ArtifactCommit", "NeedsArtifactReboot"];
  const all = ["G13", "R456", "R998"].flatMap((id) => states.map((state) => [id, state] as const));
  it.each(isLongRun ? all : all.filter(([id, state]) => id === "R998" && state.startsWith("ArtifactC")))(
    "%s in %s",
    async (id, state) => {
      const stage = await createSeed();
      stage.fail(id, state);
      const { exitCode, outcome } = await stage.install(stage.manifest("v2", manifest()));
      // A verify is asked only of who rebooted, so this one does not fail here.
      const isAsked = state !== "ArtifactVerifyReboot";
      expect([exitCode, outcome]).toEqual(isAsked ? [1, "rolledBack"] : [0, "done"]);
      expect(stage.versions()).toEqual(isAsked ? OLD : NEW);
      expectSafe(stage.seen);
    },
  );
});
