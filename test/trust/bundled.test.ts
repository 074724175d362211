// A signed manifest in a bundle: judged by its bytes there, with the signatures and the root metadata that are in it.

import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { programPath } from "../support/index.js";
import { writeRoot } from "./attacks/root.js";
import { createStage, everyFile, type Stage, signFile } from "./attacks/stage.js";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Another manifest of the same length, signed: what the bundle's own digests can tell is made to fit. */
async function withManifest(stage: Stage, bundle: string, change: (manifest: string) => string): Promise<void> {
  let text = readFileSync(bundle, "latin1");
  const before = readFileSync(stage.manifestPath, "utf8");
  const signatures = readFileSync(`${stage.manifestPath}.sig`, "utf8");
  writeFileSync(stage.manifestPath, change(before));
  signFile(stage, ["release"]);
  const after = [change(before), readFileSync(`${stage.manifestPath}.sig`, "utf8")];
  for (const [i, old] of [before, signatures].entries()) {
    const replaced = after[i] ?? "";
    expect(replaced).toHaveLength(old.length);
    text = text.replace(old, replaced).replace(sha256(old), sha256(replaced));
  }
  writeFileSync(bundle, text, "latin1");
}

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

test.each(["file", "pipe"])(
  "pinned by artifact_sha256 alone: another artifact in the bundle, from a %s",
  async (from) => {
    const stage = await createStage();
    const alone = (text: string) => text.replace(/ *artifact_manifest_sha256.*\n/, "");
    writeFileSync(stage.manifestPath, alone(readFileSync(stage.manifestPath, "utf8")));
    signFile(stage, ["release"]);
    const bundle = join(stage.folder, "system.bundle");
    expect(await stage.run("bundle", "create", stage.manifestPath, "-o", bundle)).toMatchObject({ exitCode: 0 });
    const install = async () =>
      await execa(process.execPath, [programPath, "install", "--output", "json", from === "file" ? bundle : "-"], {
        ...{ env: stage.environment, extendEnv: false, reject: false, cwd: stage.folder },
        ...(from === "pipe" ? { inputFile: bundle } : { stdin: "ignore" as const }),
      });
    const right = readFileSync(bundle);
    await withManifest(stage, bundle, (text) =>
      text.replace(/(artifact_sha256: )"[0-9a-f]+"/, `$1"${"0".repeat(64)}"`),
    );
    const before = everyFile(stage.folder);
    const refused = await install();
    const code = "TRUST_ARTIFACT_MISMATCH";
    expect({ code: JSON.parse(refused.stdout).error.code, exitCode: refused.exitCode }).toEqual({ code, exitCode: 6 });
    expect(everyFile(stage.folder)).toEqual(before);
    writeFileSync(bundle, right);
    expect(await install()).toMatchObject({ exitCode: 0 });
    expect(stage.version()).toBe("v1");
  },
);
