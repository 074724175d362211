// A signature is put in, or replaced, and nothing else changes; what is damaged is never signed.

import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeArtifact, signArtifact, writeArtifact } from "../../src/artifacts/index.js";
import { loadSigningKey, loadVerifyKeys } from "../../src/signing/index.js";
import { PAIRS, privateFile, publicFile } from "../signing/pairs.js";
import { temporaryFolder } from "../support/index.js";
import { contentsOf, entry, forge } from "./forge.js";

const keys = temporaryFolder();
const signing = (name: keyof typeof PAIRS) => loadSigningKey(privateFile(keys, name, PAIRS[name]));
const verifying = (name: keyof typeof PAIRS) => loadVerifyKeys([publicFile(keys, name, PAIRS[name])]);

const UNSIGNED = forge({ files: [entry("one", "first file"), entry("two", "x".repeat(300_000))] });

function artifactFile(bytes = UNSIGNED): string {
  const path = join(temporaryFolder(), "a.mender");
  writeFileSync(path, bytes);
  return path;
}

async function signer(path: string, name: keyof typeof PAIRS) {
  return (await describeArtifact(path, { keys: await verifying(name), isTrustNeeded: false })).signedBy?.kind;
}

describe.each(["rsa", "rsa-pss", "ecdsa", "ed25519"] as const)("with a key of kind %s", (name) => {
  test("an artifact is signed where it is, and again only by force", async () => {
    const path = artifactFile();
    chmodSync(path, 0o640);
    expect(await signArtifact({ path, key: await signing(name), isForced: false })).toBe(path);
    expect(await signer(path, name)).toBeDefined();
    expect(statSync(path).mode & 0o777).toBe(0o640);
    const signed = readFileSync(path);
    expect(signed.subarray(-UNSIGNED.length + 4096).equals(UNSIGNED.subarray(4096))).toBe(true);
    expect(await contentsOf(signed)).toEqual(await contentsOf(UNSIGNED));
    const other = await signing(name === "ed25519" ? "ecdsa" : "ed25519");
    await expect(signArtifact({ path, key: other, isForced: false })).rejects.toMatchObject({
      code: "ARTIFACT_ALREADY_SIGNED",
    });
    expect(readFileSync(path).equals(signed)).toBe(true);
    await signArtifact({ path, key: other, isForced: true });
    expect(await signer(path, name)).toBeUndefined();
    expect(await signer(path, name === "ed25519" ? "ecdsa" : "ed25519")).toBeDefined();
  });

  test("an artifact is signed while it is written", async () => {
    const [file, output] = [artifactFile(Buffer.from("payload")), join(temporaryFolder(), "b.mender")];
    const options = {
      output,
      type: "t",
      compatibleTypes: ["t"],
      name: "n",
      files: [file],
      compression: "gzip",
    } as const;
    await writeArtifact(options, await signing(name));
    expect(await signer(output, name)).toBeDefined();
  });
});

test("elsewhere, the artifact itself stays as it is", async () => {
  const path = artifactFile();
  const output = join(temporaryFolder(), "signed.mender");
  expect(await signArtifact({ path, output, key: await signing("ed25519"), isForced: false })).toBe(output);
  expect(readFileSync(path).equals(UNSIGNED)).toBe(true);
  expect(await signer(output, "ed25519")).toBe("ed25519");
});

test("through a symbolic link, the file that it names is signed", async () => {
  const path = artifactFile();
  const link = join(temporaryFolder(), "link.mender");
  symlinkSync(path, link);
  await signArtifact({ path: link, key: await signing("ed25519"), isForced: false });
  expect(await signer(path, "ed25519")).toBe("ed25519");
});

const DAMAGED: readonly (readonly [name: string, code: string, bytes: Buffer])[] = [
  ["a payload that is cut off", "ARTIFACT_TRUNCATED", UNSIGNED.subarray(0, -2000)],
  ["nothing behind the manifest", "ARTIFACT_TRUNCATED", UNSIGNED.subarray(0, 2048)],
  ["something behind its end", "ARTIFACT_TRAILING_DATA", Buffer.concat([UNSIGNED, Buffer.alloc(2048, "x")])],
  [
    "another checksum",
    "ARTIFACT_CHECKSUM_MISMATCH",
    forge({
      version: '{"version":3,"format":"mender"}',
      lines: (right) => right.map((line) => (line.endsWith("version") ? `${"0".repeat(64)}  version` : line)),
    }),
  ],
  ["no artifact at all", "ARTIFACT_NOT_TAR", Buffer.from("text\n".repeat(1000))],
];

test.each(DAMAGED)("an artifact with %s is not signed, and stays as it is", async (_, code, bytes) => {
  const path = artifactFile(bytes);
  await expect(signArtifact({ path, key: await signing("ed25519"), isForced: true })).rejects.toMatchObject({
    ...{ code, message: expect.stringContaining(path) },
  });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["a.mender"]);
});

test("an artifact that is not there", async () => {
  const path = join(temporaryFolder(), "absent.mender");
  await expect(signArtifact({ path, key: await signing("ed25519"), isForced: false })).rejects.toMatchObject({
    code: "ARTIFACT_NOT_FOUND",
  });
});
