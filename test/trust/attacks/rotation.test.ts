// Whose word counts changes only by the word of those whose word counted before (TUF 5.3).

import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeRoot } from "./root.js";
import { createStage, type Stage } from "./stage.js";

/** Root keys a, b and c, of which two must sign; `release` signs manifests. */
async function createRooted(): Promise<Stage> {
  const stage = await createStage();
  const path = writeRoot(stage, { ...TWO_OF_THREE, version: 1, name: "anchor", signers: ["a", "b"] });
  stage.configure({ ManifestRoot: path });
  return stage;
}

const TWO_OF_THREE = { root: ["a", "b", "c"], rootThreshold: 2, manifest: ["release"] } as const;

test("a new manifest key, signed for by a threshold of the old root keys", async () => {
  const stage = await createRooted();
  writeRoot(stage, { ...TWO_OF_THREE, version: 2, manifest: ["newer"], signers: ["b", "c"] });
  await stage.release({ serial: 2, signers: ["newer"] });
  await stage.installs();
  // It is remembered without the file.
  rmSync(stage.path("2.root.json"));
  await stage.release({ serial: 3, version: "v3", signers: ["release"] });
  await stage.refuses("TRUST_KEY_UNKNOWN");
});

test("several versions in a row, with other root keys at the end", async () => {
  const stage = await createRooted();
  writeRoot(stage, { ...TWO_OF_THREE, version: 2, root: ["c", "d", "e"], signers: ["a", "c", "d"] });
  writeRoot(stage, { ...TWO_OF_THREE, version: 3, root: ["d", "e", "f"], manifest: ["newer"], signers: ["d", "e"] });
  await stage.release({ serial: 2, signers: ["newer"] });
  await stage.installs();
  expect(stage.version()).toBe("v1");
});

test.each([
  ["too few of the old root keys", ["a", "d", "e"]],
  ["too few of its own root keys", ["a", "b"]],
  ["the same old key twice", ["a", "a", "d", "e"]],
])("%s", async (_, signers) => {
  const stage = await createRooted();
  writeRoot(stage, { ...TWO_OF_THREE, version: 2, root: ["d", "e", "f"], signers });
  await stage.refuses("TRUST_ROOT_THRESHOLD");
});

test("a gap in the versions", async () => {
  const stage = await createRooted();
  const path = writeRoot(stage, { ...TWO_OF_THREE, version: 3, signers: ["a", "b"] });
  const rotated = await stage.run("keys", "rotate", path);
  expect(rotated).toMatchObject({ exitCode: 6, stderr: expect.stringContaining("TRUST_ROOT_VERSION") });
});

test("the newest root metadata has expired: nobody can tell whether there is a newer one", async () => {
  const stage = await createRooted();
  const expires = "2026-01-02T00:00:00Z";
  writeRoot(stage, { ...TWO_OF_THREE, version: 2, expires, signers: ["a", "b"] });
  const refused = await stage.run("install", "--output", "json", stage.manifestPath);
  expect(JSON.parse(refused.stdout).error.code).toBe("TRUST_ROOT_EXPIRED");
  // An expired one in between is no harm.
  writeRoot(stage, { ...TWO_OF_THREE, version: 3, signers: ["a", "b"] });
  await stage.installs();
});

test("root metadata that its own keys have not signed is no beginning", async () => {
  const stage = await createRooted();
  const path = writeRoot(stage, { ...TWO_OF_THREE, version: 1, name: "other", signers: ["a"] });
  stage.configure({ ManifestRoot: path });
  await stage.refuses("TRUST_ROOT_THRESHOLD");
});

test("what the data store remembers of trust is damaged: nothing is taken for new", async () => {
  const stage = await createRooted();
  await stage.installs();
  writeFileSync(`${stage.folder}/store/systems/default/trust.json`, "{");
  await stage.release({ serial: 2, version: "v2" });
  await stage.refuses("TRUST_STATE_DAMAGED");
});
