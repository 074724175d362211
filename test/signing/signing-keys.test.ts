// Private keys: which are made, which are taken, and what a passphrase is for.

import { createPublicKey } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generateKeys } from "../../src/app/index.js";
import { isSignedBy, KEY_TYPES, loadSigningKey, loadVerifyKeys, signatureBy } from "../../src/signing/index.js";
import { temporaryFolder } from "../support/index.js";
import { PAIRS } from "./pairs.js";

const MESSAGE = Buffer.from("a manifest");

describe.each(KEY_TYPES)("%s", (type) => {
  test.each([undefined, "a passphrase"])("makes a pair that fits, with the passphrase %s", async (passphrase) => {
    const name = join(temporaryFolder(), "release");
    const options = passphrase === undefined ? {} : { passphrase };
    const made = await generateKeys({ name, type, ...options });
    expect(made).toMatchObject({ privatePath: `${name}.pem`, publicPath: `${name}.pub.pem` });
    const key = await loadSigningKey(made.privatePath, passphrase);
    const [publicKey] = await loadVerifyKeys([made.publicPath]);
    expect([key.id, publicKey?.id]).toEqual([made.keyid, made.keyid]);
    expect(publicKey !== undefined && isSignedBy(publicKey, MESSAGE, signatureBy(key, MESSAGE))).toBe(true);
    expect(statSync(made.privatePath).mode & 0o777).toBe(0o600);
    expect(statSync(made.publicPath).mode & 0o111).toBe(0);
  });
});

describe("generateKeys", () => {
  test.each(["release.pem", "release.pub.pem"])("leaves everything as it is where %s is there", async (there) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, there), "mine");
    await expect(generateKeys({ name: join(folder, "release"), type: "ed25519" })).rejects.toMatchObject({
      code: "FILE_EXISTS",
    });
    expect(readFileSync(join(folder, there), "utf8")).toBe("mine");
    const other = there === "release.pem" ? "release.pub.pem" : "release.pem";
    expect(statSync(join(folder, other), { throwIfNoEntry: false })).toBeUndefined();
  });
});

const locked = PAIRS.ed25519.privateKey
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" })
  .toString();
const open = PAIRS.ed25519.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const REFUSED: readonly (readonly [name: string, code: string, text: string, passphrase: string | undefined])[] = [
  ["an encrypted key without a passphrase", "KEY_LOCKED", locked, undefined],
  ["an encrypted key with a wrong passphrase", "KEY_LOCKED", locked, "wrong"],
  [
    "a public key",
    "KEY_WRONG_HALF",
    PAIRS.ed25519.publicKey.export({ type: "spki", format: "pem" }).toString(),
    undefined,
  ],
  ["a damaged key", "KEY_INVALID", open.replace("MC", "AA"), undefined],
  ["nothing", "KEY_INVALID", "", undefined],
];

test.each(REFUSED)("%s: %s", async (_, code, text, passphrase) => {
  const path = join(temporaryFolder(), "key.pem");
  writeFileSync(path, text);
  const error = await loadSigningKey(path, passphrase).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(path) });
  expect(JSON.stringify(error)).not.toMatch(/wrong"|MC4C/);
});

test("a key that is not encrypted needs no passphrase, and is not asked about one", async () => {
  const path = join(temporaryFolder(), "key.pem");
  writeFileSync(path, open);
  const { key } = await loadSigningKey(path, "whatever");
  expect(createPublicKey(key).equals(PAIRS.ed25519.publicKey)).toBe(true);
});
