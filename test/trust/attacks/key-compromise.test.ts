// Fewer keys than the threshold are in wrong hands.

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createStage, type Stage, signFile } from "./stage.js";

/** Two of three must sign. */
async function createTwoOfThree(): Promise<Stage> {
  const stage = await createStage();
  const names = ["a", "b", "c"];
  const ManifestVerifyKeys = names.map((name) => stage.signer(name).publicPath);
  stage.configure({ ManifestVerifyKeys, ManifestVerifyThreshold: 2 });
  return stage;
}

test.each([
  ["c", "a"],
  ["a", "stranger", "b"],
])("enough: %s, %s", async (...signers) => {
  const stage = await createTwoOfThree();
  await stage.release({ signers });
  await stage.installs();
  expect(stage.version()).toBe("v1");
});

test("one key of two", async () => {
  const stage = await createTwoOfThree();
  await stage.release({ signers: ["a"] });
  await stage.refuses("TRUST_THRESHOLD");
});

test("one key that signs twice counts once", async () => {
  const stage = await createTwoOfThree();
  await stage.release({ signers: ["a", "a"] });
  await stage.refuses("TRUST_THRESHOLD");
});

test("one key, and strangers to make up the number", async () => {
  const stage = await createTwoOfThree();
  await stage.release({ signers: ["a", "stranger", "other"] });
  await stage.refuses("TRUST_THRESHOLD");
});

test("one key, and its signature under the name of another", async () => {
  const stage = await createTwoOfThree();
  signFile(stage, ["a", "stranger"]);
  const path = `${stage.manifestPath}.sig`;
  writeFileSync(path, readFileSync(path, "utf8").replace(stage.signer("stranger").id, stage.signer("b").id));
  await stage.refuses("TRUST_SIGNATURE_INVALID");
});

test("the same key configured twice is no second key", async () => {
  const stage = await createStage();
  const { publicPath } = stage.signer("a");
  const copy = `${publicPath}.copy`;
  writeFileSync(copy, readFileSync(publicPath));
  stage.configure({ ManifestVerifyKeys: [publicPath, copy], ManifestVerifyThreshold: 2 });
  await stage.release({ signers: ["a", "a"] });
  const refused = await stage.run("install", stage.manifestPath);
  expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringContaining("CONFIG_INVALID") });
  expect(stage.version()).toBe("v0");
});

test("a way back leads to nothing that only a key has signed which is not trusted any more", async () => {
  const stage = await createStage();
  await stage.installs();
  const [older, newer] = ["release", "newer"].map((name) => stage.signer(name).publicPath);
  stage.configure({ ManifestVerifyKeys: [newer] });
  await stage.release({ serial: 2, version: "v2", signers: ["newer"] });
  await stage.installs();
  const back = () => stage.run("rollback", "--to", "2", "--yes", "--output", "json");
  const refused = await back();
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: "ROLLBACK_TO_IMPOSSIBLE",
    message: expect.stringContaining("0 are trusted now, and 1 must be"),
  });
  expect(stage.version()).toBe("v2");
  stage.configure({ ManifestVerifyKeys: [older, newer] });
  expect(await back()).toMatchObject({ exitCode: 0 });
  expect(stage.version()).toBe("v1");
});
