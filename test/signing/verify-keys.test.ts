// Which files are taken as public keys, and what the others are refused as.

import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadVerifyKeys } from "../../src/signing/index.js";
import { temporaryFolder } from "../support/index.js";
import { PAIRS } from "./pairs.js";

const spki = { type: "spki", format: "pem" } as const;
const pem = (label: string, body = "AAAA") => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
const ed25519 = PAIRS.ed25519.publicKey.export(spki).toString();

const TAKEN: readonly (readonly [name: string, text: string, kind: string])[] = [
  ["RSA", PAIRS.rsa.publicKey.export(spki).toString(), "rsa"],
  ["RSA in the traditional form", PAIRS.rsa.publicKey.export({ type: "pkcs1", format: "pem" }).toString(), "rsa"],
  ["RSA for PSS", PAIRS["rsa-pss"].publicKey.export(spki).toString(), "rsa-pss"],
  ["ECDSA", PAIRS.ecdsa.publicKey.export(spki).toString(), "ecdsa-p256"],
  ["Ed25519", ed25519, "ed25519"],
  ["a key with a word before it", `the key of the factory\n${ed25519}`, "ed25519"],
  ["a key from Windows", ed25519.replaceAll("\n", "\r\n"), "ed25519"],
];

test.each(TAKEN)("%s is taken", async (_, text, kind) => {
  const path = join(temporaryFolder(), "key.pem");
  writeFileSync(path, text);
  expect(await loadVerifyKeys([path])).toMatchObject([{ path, kind }]);
});

const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export(spki).toString();
const sha512 = { modulusLength: 2048, hashAlgorithm: "sha512", mgf1HashAlgorithm: "sha512" } as const;

const REFUSED: readonly (readonly [name: string, code: string, text: string])[] = [
  ["nothing", "KEY_INVALID", ""],
  ["text", "KEY_INVALID", "ssh-ed25519 AAAAC3Nz someone@somewhere\n"],
  ["a key cut short", "KEY_INVALID", ed25519.slice(0, -5)],
  ["a key of nonsense", "KEY_INVALID", pem("PUBLIC KEY")],
  ["two keys", "KEY_INVALID", ed25519 + ed25519],
  ["a certificate", "KEY_INVALID", pem("CERTIFICATE")],
  ["something huge", "KEY_INVALID", "x".repeat(70_000)],
  ["a private key", "KEY_WRONG_HALF", PAIRS.ed25519.privateKey.export({ type: "pkcs8", format: "pem" }).toString()],
  ["an encrypted private key", "KEY_WRONG_HALF", pem("ENCRYPTED PRIVATE KEY")],
  ["a traditional private key", "KEY_WRONG_HALF", `${pem("EC PARAMETERS")}${pem("EC PRIVATE KEY")}`],
  ["RSA of 1024 bits", "KEY_WEAK", weak],
  ["RSA for SHA-512", "KEY_UNSUPPORTED", generateKeyPairSync("rsa-pss", sha512).publicKey.export(spki).toString()],
  [
    "a curve of Bitcoin",
    "KEY_UNSUPPORTED",
    generateKeyPairSync("ec", { namedCurve: "secp256k1" }).publicKey.export(spki).toString(),
  ],
  [
    "a larger curve",
    "KEY_UNSUPPORTED",
    generateKeyPairSync("ec", { namedCurve: "secp384r1" }).publicKey.export(spki).toString(),
  ],
  ["a key for other things", "KEY_UNSUPPORTED", generateKeyPairSync("x25519").publicKey.export(spki).toString()],
];

test.each(REFUSED)("%s: %s", async (_, code, text) => {
  const path = join(temporaryFolder(), "key.pem");
  writeFileSync(path, text);
  await expect(loadVerifyKeys([path])).rejects.toMatchObject({
    ...{ code, exitCode: 5, message: expect.stringContaining(path) },
    hint: expect.stringMatching(/./),
  });
});

test("what is no file is refused, without waiting for it", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  for (const name of ["absent", "folder", "pipe"]) {
    await expect(loadVerifyKeys([join(folder, name)])).rejects.toMatchObject({ code: "KEY_UNREADABLE" });
  }
});

test("one bad key spoils the list: the owner meant it to count", async () => {
  const folder = temporaryFolder();
  const [good, bad] = [join(folder, "good"), join(folder, "bad")];
  writeFileSync(good, ed25519);
  writeFileSync(bad, "");
  await expect(loadVerifyKeys([good, bad])).rejects.toMatchObject({ code: "KEY_INVALID" });
});
