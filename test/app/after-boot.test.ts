// `resume --after-boot`: what the service that runs at every boot may do, and what it leaves to whoever began the deployment.

import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { StopPoint } from "../../src/model/index.js";
import { createStage, type Stage } from "./constrained/stage.js";

const MANIFEST = `
api_version: mender/v1
kind: manifest
name: two
system_types_compatible: [demo]
component_types:
  board: { artifact_path: board-v2.mender }
`;

/** A deployment that was asked to stop there, and has. */
async function stopped(...stopBefore: readonly StopPoint[]): Promise<Stage> {
  const stage = createStage({ board: { ids: ["B1"], version: "v1" } }, { isQuick: true });
  await stage.artifact("board", "v2");
  await stage.install(stage.manifest("two", MANIFEST), { stopBefore });
  return stage;
}

type Case = readonly [asked: readonly StopPoint[], outcome: string, before: StopPoint | undefined, version: string];

const CASES: readonly Case[] = [
  [["ArtifactCommit", "Cleanup"], "stopped", "ArtifactCommit", "v2"],
  [["Cleanup"], "stopped", "Cleanup", "v2"],
];

test.each(CASES)("after a run with stops before %s it is %s before %s", async (asked, outcome, before, version) => {
  const stage = await stopped(...asked);
  for (const _boot of [1, 2]) {
    const result = await stage.resume({ isAfterBoot: true });
    expect([result.outcome, result.stoppedBefore]).toEqual([outcome, before]);
  }
  expect(stage.versions()).toEqual({ B1: version });
  expect(await stage.resume()).toMatchObject({ outcome: "done", exitCode: 0 });
});

test("a rollback that was to be decided on is not held back, nor is its cleanup", async () => {
  const stage = createStage({ board: { ids: ["B1"], version: "v1" } }, { isQuick: true });
  await stage.artifact("board", "v2");
  stage.fail("B1", "ArtifactInstall");
  const asked = { stopBefore: ["ArtifactCommit", "ArtifactRollback", "Cleanup"] as const };
  const installed = await stage.install(stage.manifest("two", MANIFEST), asked);
  expect([installed.outcome, installed.stoppedBefore]).toEqual(["stopped", "ArtifactRollback"]);
  expect(await stage.resume({ isAfterBoot: true })).toMatchObject({ exitCode: 0, outcome: "rolledBack" });
  expect(stage.versions()).toEqual({ B1: "v1" });
});

test("an update that fails after the boot is rolled back to the end, over one more boot", async () => {
  const stage = createStage({ board: { ids: ["B1"], version: "v1" } });
  await stage.artifact("board", "v2");
  writeFileSync(stage.system.instance("B1", "NeedsArtifactReboot"), "Automatic\n");
  const asked = { stopBefore: ["ArtifactCommit", "ArtifactRollback", "Cleanup"], exitOnReboot: true } as const;
  expect(await stage.install(stage.manifest("two", MANIFEST), asked)).toMatchObject({ outcome: "hostReboot" });
  stage.fail("B1", "ArtifactVerifyReboot");
  const resumed = await stage.resume({ isAfterBoot: true, exitOnReboot: true });
  expect(resumed).toMatchObject({ exitCode: 4, outcome: "hostReboot" });
  expect(await stage.resume({ isAfterBoot: true })).toMatchObject({ exitCode: 0, outcome: "rolledBack" });
  expect(stage.versions()).toEqual({ B1: "v1" });
});

test("nothing was to be decided: it goes to the end", async () => {
  const stage = createStage({ board: { ids: ["B1"], version: "v1" } }, { isQuick: true });
  await stage.artifact("board", "v2");
  const leaving = new AbortController();
  const live = { leaveSignal: leaving.signal, started: () => leaving.abort() };
  expect(await stage.install(stage.manifest("two", MANIFEST), {}, live)).toMatchObject({ outcome: "left" });
  expect(await stage.resume({ isAfterBoot: true })).toMatchObject({ exitCode: 0, outcome: "done" });
  expect(stage.versions()).toEqual({ B1: "v2" });
});

test("nothing is in progress", async () => {
  const stage = createStage({ board: { ids: ["B1"], version: "v1" } }, { isQuick: true });
  await expect(stage.resume({ isAfterBoot: true })).rejects.toMatchObject({ code: "NOTHING_IN_PROGRESS" });
});
