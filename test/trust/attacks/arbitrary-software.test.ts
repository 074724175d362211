// Somebody without a trusted key hands the system a manifest of his own, or changes one.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createStage, signFile, writeBoard } from "./stage.js";

test("what the trusted key has signed is installed, and told", async () => {
  const stage = await createStage();
  await stage.installs();
  expect(stage.version()).toBe("v1");
  expect((await stage.run("status")).stdout).toContain("serial 1");
  expect((await stage.run("history", "show", "last")).stdout).toContain("signed by 1 key");
});

test("no signature", async () => {
  const stage = await createStage();
  rmSync(`${stage.manifestPath}.sig`);
  await stage.refuses("TRUST_UNSIGNED");
  writeFileSync(`${stage.manifestPath}.sig`, '{"signatures":[]}');
  await stage.refuses("TRUST_UNSIGNED");
});

test("signed by the key of another", async () => {
  const stage = await createStage();
  signFile(stage, ["stranger"]);
  await stage.refuses("TRUST_KEY_UNKNOWN");
});

test("a signature that names a trusted key and is made by another", async () => {
  const stage = await createStage();
  signFile(stage, ["stranger"]);
  const path = `${stage.manifestPath}.sig`;
  const forged = readFileSync(path, "utf8").replace(stage.signer("stranger").id, stage.signer("release").id);
  writeFileSync(path, forged);
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("one byte of a signed manifest is another", async () => {
  const stage = await createStage();
  writeFileSync(stage.manifestPath, `${readFileSync(stage.manifestPath, "utf8")}\n`);
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("a byte order mark in front, which a reader would not see", async () => {
  const stage = await createStage();
  writeFileSync(stage.manifestPath, `\ufeff${readFileSync(stage.manifestPath, "utf8")}`);
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("another artifact under the name of the pinned one", async () => {
  const stage = await createStage();
  await writeBoard(stage.path("board.mender"), "v1", "something else");
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
});

test("a byte in the padding of the artifact, which no checksum of its own covers", async () => {
  const stage = await createStage();
  const path = stage.path("board.mender");
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(512)]));
  await stage.refuses("TRUST_ARTIFACT_MISMATCH");
});

test("plan says the same, and validate too", async () => {
  const stage = await createStage();
  signFile(stage, ["stranger"]);
  const planned = await stage.run("plan", "--output", "json", stage.manifestPath);
  expect(planned.exitCode).toBe(6);
  expect(JSON.parse(planned.stdout)).toMatchObject({ error: { code: "TRUST_KEY_UNKNOWN" } });
  const validated = await stage.run("validate", stage.manifestPath);
  expect(validated).toMatchObject({ exitCode: 5, stdout: expect.stringContaining("TRUST_KEY_UNKNOWN") });
});
