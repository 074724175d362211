// What components report against what the manifest declares: nothing is planned on a wrong footing.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createStage, type Stage } from "./stage.js";

const BOARDS = {
  gateway: { ids: ["G13"], version: "1.0.0" },
  rtos: { ids: ["R456", "R998"], version: "1.0.0" },
  camera: { ids: ["C1"] },
};

interface Entries {
  readonly gateway?: string;
  readonly rtos?: string;
  readonly camera?: string;
  readonly more?: string;
}

const manifest = ({ gateway = "", rtos = "", camera = "", more = "" }: Entries = {}): string => `api_version: mender/v1
kind: manifest
name: system-2
system_types_compatible: [demo]
component_types:
  gateway: { artifact_path: gateway-2.0.0.mender, version: 2.0.0${gateway} }
  rtos: { artifact_path: rtos-2.0.0.mender, version: 2.0.0${rtos} }
  camera: { artifact_path: camera-2.0.0.mender${camera} }
constraints:
  end_states:
    - { gateway: 1.0.0, rtos: 1.0.0 }
    - { gateway: 2.0.0, rtos: 2.0.0 }
  transition_states:
    - { gateway: 2.0.0, rtos: 1.0.0 }
${more}`;

async function createBoards(): Promise<Stage> {
  const stage = createStage(BOARDS, { isQuick: true });
  for (const type of Object.keys(BOARDS)) await stage.artifact(type, "2.0.0");
  return stage;
}

const provides = (stage: Stage, id: string, line: string): void =>
  writeFileSync(stage.system.instance(id, "Provides"), `${line}\n`);

const VERSION = ", version: 2.0.0";

describe("a component that tells no version", () => {
  it("is of no importance where no rule speaks of its type", async () => {
    const stage = await createBoards();
    const { answer, legs } = await stage.plan(stage.manifest("m", manifest()));
    expect(answer).toMatchObject({ isFeasible: true, sequence: { updates: 4 } });
    expect(legs[0]?.safety?.versions["camera.C1"]).toBeUndefined();
    expect(await stage.install(stage.manifest("m", manifest()))).toMatchObject({ exitCode: 0 });
    expect(stage.versions()).toEqual({ G13: "2.0.0", R456: "2.0.0", R998: "2.0.0", C1: "2.0.0" });
  });

  it.each<[string, string]>([
    ["a table", manifest({ camera: VERSION }).replaceAll("rtos: 1.0.0 }", 'rtos: 1.0.0, camera: "*" }')],
    [
      "a requirement",
      manifest({
        more: "  requires: [{ type: gateway, version: '>=2', needs: { camera: 2.0.0 } }]\n",
        camera: VERSION,
      }),
    ],
    ["a rule for its moves", manifest({ camera: `${VERSION}, moves: [['*', 2.0.0]]` })],
  ])("is named where %s speaks of it", async (_, text) => {
    const stage = await createBoards();
    await expect(stage.install(stage.manifest("m", text))).rejects.toMatchObject({
      ...{ code: "PLAN_VERSION_UNKNOWN", exitCode: 6 },
      message: expect.stringContaining("camera.C1"),
    });
    expect(stage.seen).toEqual([]);
  });
});

describe("the version that the manifest declares", () => {
  it("must be the one that the component will report", async () => {
    const stage = await createBoards();
    const path = stage.manifest(
      "m",
      manifest().replace("rtos-2.0.0.mender, version: 2.0.0", "rtos-2.0.0.mender, version: 2.0.1"),
    );
    await expect(stage.plan(path)).rejects.toMatchObject({
      ...{ code: "PLAN_VERSION_CONTRADICTED", exitCode: 6 },
      message:
        "the manifest calls the artifact rtos-2.0.0 of rtos version 2.0.1, but with it the component will report 2.0.0",
      location: { line: 7 },
    });
  });

  it("must be the one that it reports where it is installed already", async () => {
    const stage = await createBoards();
    provides(stage, "R456", "x");
    const { system } = stage;
    // Provides what the artifact does, but its version is read elsewhere.
    writeFileSync(
      join(system.folder, "data", "update-interfaces", "v1", "rtos"),
      '#!/bin/sh\n[ "$1" = Identity ] && echo "id=$4"\n[ "$1" = Provides ] && printf "rootfs-image.rtos.version=2.0.0\\nlabel=7\\n"\nexit 0\n',
    );
    const path = stage.manifest("m", manifest({ rtos: ", version_key: label" }));
    await expect(stage.plan(path)).rejects.toMatchObject({
      code: "PLAN_VERSION_CONTRADICTED",
      message: "rtos.R456 has the artifact of rtos installed and reports version 7, but the manifest calls it 2.0.0",
    });
  });
});

it("a component of the right version with something else on it is installed all the same", async () => {
  const stage = await createBoards();
  const { system } = stage;
  writeFileSync(
    join(system.folder, "data", "update-interfaces", "v1", "rtos"),
    '#!/bin/sh\n[ "$1" = Identity ] && echo "id=$4"\n[ "$1" = Provides ] && printf "version=2.0.0\\n"\nexit 0\n',
  );
  for (const id of ["R456", "R998"]) provides(stage, id, "version=2.0.0");
  provides(stage, "G13", "version=2.0.0");
  const { answer, legs } = await stage.plan(stage.manifest("m", manifest()));
  expect(answer).toMatchObject({ isFeasible: true, sequence: { updates: 3 } });
  expect(legs[0]?.groups.flatMap(({ components }) => components.map(({ key }) => key))).toEqual([
    ...["camera.C1", "rtos.R456", "rtos.R998"],
  ]);
  expect(legs[0]?.safety?.versions["rtos.R456"]).toMatchObject({ from: "2.0.0", to: "2.0.0" });
});

describe("the system's own constraints", () => {
  const own = (stage: Stage, text: string): void =>
    writeFileSync(
      join(stage.system.folder, "store", "constraints.yaml"),
      `api_version: mender/v1\nkind: constraints\nconstraints:\n${text}`,
    );

  it("refuse a manifest that by itself would be fine, and name their own file", async () => {
    const stage = await createBoards();
    own(stage, "  end_states:\n    - { gateway: '<2', why: 'not certified yet' }\n");
    const path = stage.manifest("m", manifest());
    const error: unknown = await stage.install(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 6, location: { file: expect.stringMatching(/constraints\.yaml$/) } });
    expect(stage.seen).toEqual([]);
  });

  it("make a plan of a manifest that has none", async () => {
    const stage = await createBoards();
    own(stage, "  requires:\n    - { type: rtos, version: '>=2', needs: { gateway: '>=2' } }\n");
    const plain = manifest().split("constraints:")[0] ?? "";
    const { legs } = await stage.plan(stage.manifest("m", plain));
    const groups = legs[0]?.groups.map(({ components }) => components.map(({ type }) => type));
    expect(groups?.findIndex((types) => types.includes("gateway"))).toBeLessThan(
      groups?.findIndex((types) => types.includes("rtos")) ?? 0,
    );
  });
});

it("repairs a system that is where it should not be, if it is told to", async () => {
  const stage = await createBoards();
  for (const id of ["R456", "R998"]) provides(stage, id, "version=2.0.0");
  const path = stage.manifest("m", manifest());
  await expect(stage.install(path)).rejects.toMatchObject({ code: "PLAN_START", exitCode: 6 });
  expect(await stage.install(path, { isRepair: true })).toMatchObject({ exitCode: 0 });
  expect(stage.versions()).toMatchObject({ G13: "2.0.0", R456: "2.0.0", R998: "2.0.0" });
});
