// Who has signed: every kind of key, each key once, and nobody else.

import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSigningKey, parseVerifyKey, publicPemOf, signatureBy } from "../../src/signing/index.js";
import { manifestMessage, parseSignatures, type Signature, signaturesText, signersOf } from "../../src/trust/index.js";
import { temporaryFolder } from "../support/index.js";

const MESSAGE = manifestMessage(Buffer.from("kind: manifest\n"));
const folder = temporaryFolder();

async function newSigner(name: string, privateKey: KeyObject) {
  const path = join(folder, `${name}.pem`);
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }));
  const key = await loadSigningKey(path);
  const verifyKey = parseVerifyKey(publicPemOf(privateKey), name);
  const signed = (message: Uint8Array): Signature => ({
    keyid: key.id,
    sig: signatureBy(key, message).toString("hex"),
  });
  return { id: verifyKey.id, verifyKey, signed };
}

const KINDS: readonly (readonly [string, () => KeyObject])[] = [
  ["ed25519", () => generateKeyPairSync("ed25519").privateKey],
  ["ecdsa", () => generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey],
  ["rsa", () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey],
];

test.each(KINDS)("a key of the kind %s", async (name, generate) => {
  const { id, verifyKey, signed } = await newSigner(name, generate());
  const keys = new Map([[id, verifyKey]]);
  expect(signersOf(MESSAGE, [signed(MESSAGE)], keys).valid).toEqual(new Set([id]));
  const other = manifestMessage(Buffer.from("kind: topology\n"));
  expect(signersOf(other, [signed(MESSAGE)], keys)).toEqual({
    valid: new Set(),
    broken: new Set([id]),
    unknown: new Set(),
  });
});

test("a key counts once, whatever else stands under its name", async () => {
  const [, generate] = KINDS[0] ?? [];
  if (generate === undefined) throw new Error("there is a kind");
  const [one, other] = [await newSigner("one", generate()), await newSigner("other", generate())];
  const keys = new Map([[one.id, one.verifyKey]]);
  const good = one.signed(MESSAGE);
  const forged = { ...good, sig: other.signed(MESSAGE).sig };
  const signers = signersOf(MESSAGE, [forged, good, good, other.signed(MESSAGE)], keys);
  expect(signers).toEqual({ valid: new Set([one.id]), broken: new Set(), unknown: new Set([other.id]) });
});

const ID = "0".repeat(64);

test("what was written is read", () => {
  const signatures = [{ keyid: ID, sig: "00ff" }];
  expect(parseSignatures(signaturesText(signatures), "x")).toEqual(signatures);
});

test.each([
  ["no JSON", "x"],
  ["no object", "[]"],
  ["no list", "{}"],
  ["null", '{"signatures":null}'],
  ["a signature that is a text", '{"signatures":["00"]}'],
  ["a key id that is too short", '{"signatures":[{"keyid":"00","sig":"00"}]}'],
  ["a key id in capitals", `{"signatures":[{"keyid":"${"A".repeat(64)}","sig":"00"}]}`],
  ["half a byte", `{"signatures":[{"keyid":"${ID}","sig":"000"}]}`],
  ["no signature", `{"signatures":[{"keyid":"${ID}"}]}`],
  ["an empty signature", `{"signatures":[{"keyid":"${ID}","sig":""}]}`],
  ["a signature longer than any", `{"signatures":[{"keyid":"${ID}","sig":"${"00".repeat(4097)}"}]}`],
])("%s", (_, text) => {
  expect(() => parseSignatures(text, "x")).toThrow(expect.objectContaining({ code: "TRUST_SIGNATURES_INVALID" }));
});
