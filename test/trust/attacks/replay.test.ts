// Somebody holds out an old manifest that has not expired, to bring back a version with a known hole.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bringBack, createStage, keep, type Stage } from "./stage.js";

/** Serial 7 is installed; that with serial 5 was kept. */
async function createUpdated(): Promise<Stage> {
  const stage = await createStage();
  await stage.release({ serial: 5, version: "v5" });
  keep(stage, "old");
  await stage.release({ serial: 7, version: "v7" });
  keep(stage, "new");
  await stage.installs();
  return stage;
}

test("a lower serial", async () => {
  const stage = await createUpdated();
  bringBack(stage, "old");
  const { stdout } = await stage.refuses("TRUST_SERIAL_REPLAYED");
  expect(JSON.parse(stdout).error.facts).toMatchObject({ serial: 5, accepted: 7 });
  expect(stage.version()).toBe("v7");
});

test("a lower serial, after the newer one was rolled back by hand", async () => {
  const stage = await createStage();
  await stage.release({ serial: 5, version: "v5" });
  keep(stage, "old");
  await stage.release({ serial: 7, version: "v7" });
  await stage.installs("--stop-before", "ArtifactCommit");
  expect(await stage.run("rollback")).toMatchObject({ exitCode: 0 });
  bringBack(stage, "old");
  await stage.refuses("TRUST_SERIAL_REPLAYED");
});

test("the same serial for another manifest", async () => {
  const stage = await createUpdated();
  await stage.release({ serial: 7, version: "v8" });
  await stage.refuses("TRUST_SERIAL_REUSED");
});

test("no serial at all", async () => {
  const stage = await createUpdated();
  await stage.release({ serial: undefined, version: "v8" });
  await stage.refuses("TRUST_SERIAL_MISSING");
});

test("the same manifest again is no replay", async () => {
  const stage = await createUpdated();
  await stage.installs();
});

test("a crash after the serial was noted, before the deployment was made: the manifest can be installed", async () => {
  const stage = await createUpdated();
  await stage.release({ serial: 8, version: "v8" });
  await stage.installs("--stop-before", "ArtifactCommit");
  await stage.run("rollback");
  // What that crash leaves: the serial, and nothing of the deployment.
  const deployments = join(stage.folder, "store", "systems", "default", "deployments");
  rmSync(join(deployments, "000002"), { recursive: true });
  await stage.installs();
  expect(stage.version()).toBe("v8");
});

test("the owner may go back, with a reason that is kept; once", async () => {
  const stage = await createUpdated();
  bringBack(stage, "old");
  await stage.installs("--allow-downgrade", "v7 loses the radio");
  expect(stage.version()).toBe("v5");
  const page = await stage.run("history", "show", "last");
  expect(page.stdout).toContain("Went back from serial 7 to 5: v7 loses the radio");
  await stage.release({ serial: 6, version: "v6" });
  await stage.refuses("TRUST_SERIAL_REPLAYED");
});

test("going back excuses nothing else", async () => {
  const stage = await createUpdated();
  await stage.release({ serial: 5, version: "v5", signers: ["stranger"] });
  await stage.refuses("TRUST_KEY_UNKNOWN", "--allow-downgrade", "because");
  await stage.release({ serial: 5, version: "v5", expires: "2026-01-02T00:00:00Z" });
  await stage.refuses("TRUST_EXPIRED", "--allow-downgrade", "because");
});
