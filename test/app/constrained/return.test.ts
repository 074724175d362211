// `rollback --to` over a chain of several legs: back through nothing but acceptable combinations, over the versions that it has passed.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Stage } from "./stage.js";
import { BETWEEN, createTwoLegs, newManifest, START, TARGET, unsafe } from "./two-legs.js";

/** Deployment 1 is that of the start, 2 and 3 are the legs of the chain. */
async function atTarget(variant: Parameters<typeof newManifest>[0] = {}): Promise<Stage> {
  const stage = await createTwoLegs();
  expect(await stage.install(stage.manifest("new", newManifest(variant)))).toMatchObject({ outcome: "done" });
  stage.seen.splice(0);
  return stage;
}

it("leads over the whole chain, whichever leg is named, and can itself be undone", async () => {
  const stage = await atTarget();
  const planned = await stage.planReturn("2");
  expect(planned.legs.map(({ chain }) => [chain?.leg, chain?.legs])).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect((await stage.planReturn("3")).legs).toHaveLength(2);
  const result = await stage.rollbackTo("2");
  expect(result).toMatchObject({ exitCode: 0, outcome: "done", deploymentId: "5", chainEnd: { kind: "target" } });
  expect([stage.versions(), unsafe(stage.seen)]).toEqual([START, []]);
  expect(stage.seen).toContainEqual(BETWEEN);
  expect((await stage.status()).active).toMatchObject({ deploymentId: "5", manifestName: "system-1" });

  expect(await stage.rollbackTo("5")).toMatchObject({ outcome: "done" });
  expect([stage.versions(), unsafe(stage.seen)]).toEqual([TARGET, []]);
  expect((await stage.status()).active).toMatchObject({ manifestName: "system-2" });
});

it("needs no artifact where it was, and comes back to where it began when its second leg fails", async () => {
  const stage = await atTarget();
  rmSync(join(stage.system.folder, "manifests"), { recursive: true });
  const result = await stage.rollbackTo("3", {
    started: (id) => {
      if (id === "5") stage.fail("R456", "ArtifactInstall");
      if (id === "6") stage.fail("R456", "ArtifactInstall", false);
    },
  });
  expect(result).toMatchObject({ exitCode: 1, outcome: "rolledBack", chainEnd: { kind: "start" } });
  expect([stage.versions(), unsafe(stage.seen)]).toEqual([TARGET, []]);
  expect((await stage.status()).active).toMatchObject({ deploymentId: "3", manifestName: "system-2" });
  await expect(stage.planReturn("4")).rejects.toMatchObject({
    code: "ROLLBACK_TO_IMPOSSIBLE",
    message: expect.stringContaining("its chain of updates has gone back to its start by itself"),
  });
});

it("says exactly why it is impossible", async () => {
  const stage = await atTarget({ rollback: "unsupported" });
  await expect(stage.planReturn("3")).rejects.toMatchObject({
    code: "ROLLBACK_TO_IMPOSSIBLE",
    message: expect.stringContaining("rtos cannot be rolled back from 1.5.0 to 1.0.0"),
  });
  expect([stage.versions(), stage.seen]).toEqual([TARGET, []]);
});

it("leads back from where a chain rests between two legs", async () => {
  const stage = await createTwoLegs();
  const store = join(stage.system.folder, "store", "systems", "default", "artifacts");
  rmSync(join(stage.system.folder, "manifests", "gateway-1.0.0.mender"));
  rmSync(store, { recursive: true });
  await stage.install(
    stage.manifest("new", newManifest()),
    {},
    {
      started: (id) => (id === "3" ? stage.fail("R456", "ArtifactInstall") : undefined),
    },
  );
  expect(stage.versions()).toEqual(BETWEEN);
  stage.fail("R456", "ArtifactInstall", false);
  await expect(stage.planReturn("3")).rejects.toMatchObject({ code: "ARTIFACT_NOT_FOUND" });
  await stage.artifact("gateway", "1.0.0");
  expect(await stage.rollbackTo("3")).toMatchObject({ outcome: "done" });
  expect([stage.versions(), unsafe(stage.seen)]).toEqual([START, []]);
});
