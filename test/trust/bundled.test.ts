// A signed manifest in a bundle: judged by its bytes there, with the signatures and the root metadata that are in it.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeRoot } from "./attacks/root.js";
import { createStage, everyFile, type Stage, signFile } from "./attacks/stage.js";

/** The bundle alone: what it was made of is gone. */
async function bundleOf(stage: Stage): Promise<string> {
  const bundle = join(stage.folder, "system.bundle");
  expect(await stage.run("bundle", "create", stage.manifestPath, "-o", bundle)).toMatchObject({ exitCode: 0 });
  rmSync(stage.path(""), { recursive: true });
  return bundle;
}

test("signed, with root metadata that brings the key", async () => {
  const stage = await createStage();
  writeRoot(stage, { version: 1, root: ["next"], manifest: ["next"], signers: ["release", "next"] });
  await stage.release({ signers: ["next"] });
  const bundle = await bundleOf(stage);
  expect(await stage.run("manifest", "verify", bundle)).toMatchObject({ exitCode: 0 });
  expect(await stage.run("validate", bundle)).toMatchObject({ exitCode: 0 });
  expect(await stage.run("install", bundle)).toMatchObject({ exitCode: 0 });
  expect(stage.version()).toBe("v1");
  stage.configure({ ManifestVerifyKeys: [stage.signer("stranger").publicPath] });
  const untrusted = await stage.run("validate", bundle);
  expect(untrusted).toMatchObject({ exitCode: 5, stdout: expect.stringContaining("TRUST_ROOT_THRESHOLD") });
});

test.each([
  ["signed by a stranger", (stage: Stage) => signFile(stage, ["stranger"]), "TRUST_KEY_UNKNOWN"],
  ["not signed", (stage: Stage) => rmSync(`${stage.manifestPath}.sig`), "TRUST_UNSIGNED"],
  [
    "changed after it was signed",
    (stage: Stage) => writeFileSync(stage.manifestPath, `${readFileSync(stage.manifestPath, "utf8")}\n`),
    "TRUST_SIGNATURE_INVALID",
  ],
])("%s", async (_, attack, code) => {
  const stage = await createStage();
  attack(stage);
  const bundle = await bundleOf(stage);
  const before = everyFile(stage.folder);
  const refused = await stage.run("install", "--output", "json", bundle);
  expect({ code: JSON.parse(refused.stdout).error.code, exitCode: refused.exitCode }).toEqual({ code, exitCode: 6 });
  expect(everyFile(stage.folder)).toEqual(before);
});
