// Key pairs made for a test file, as PEM files in a folder of its own, and signatures made with nothing but node:crypto.

import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const PAIRS = {
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  "rsa-pss": generateKeyPairSync("rsa-pss", {
    modulusLength: 2048,
    hashAlgorithm: "sha256",
    mgf1HashAlgorithm: "sha256",
  }),
  ecdsa: generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
  ed25519: generateKeyPairSync("ed25519"),
} as const satisfies Readonly<Record<string, Pair>>;

export function publicFile(folder: string, name: string, { publicKey }: Pair): string {
  const path = join(folder, `${name}.pub`);
  writeFileSync(path, publicKey.export({ type: "spki", format: "pem" }));
  return path;
}

export function privateFile(folder: string, name: string, { privateKey }: Pair): string {
  const path = join(folder, `${name}.key`);
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return path;
}

/** Every form in which a signature is taken. */
export const SIGNED = {
  "RSA, PKCS#1 v1.5": [PAIRS.rsa, (bytes) => sign("sha256", bytes, PAIRS.rsa.privateKey)],
  "RSA, PSS with the longest salt": [PAIRS.rsa, (bytes) => pss(bytes, PAIRS.rsa, constants.RSA_PSS_SALTLEN_MAX_SIGN)],
  "RSA, PSS with a salt of the digest's length": [
    PAIRS.rsa,
    (bytes) => pss(bytes, PAIRS.rsa, constants.RSA_PSS_SALTLEN_DIGEST),
  ],
  "RSA key for PSS": [PAIRS["rsa-pss"], (bytes) => sign("sha256", bytes, PAIRS["rsa-pss"].privateKey)],
  "ECDSA, both numbers": [
    PAIRS.ecdsa,
    (bytes) => sign("sha256", bytes, { key: PAIRS.ecdsa.privateKey, dsaEncoding: "ieee-p1363" }),
  ],
  "ECDSA, DER": [PAIRS.ecdsa, (bytes) => sign("sha256", bytes, { key: PAIRS.ecdsa.privateKey, dsaEncoding: "der" })],
  Ed25519: [PAIRS.ed25519, (bytes) => sign(null, bytes, PAIRS.ed25519.privateKey)],
} as const satisfies Readonly<Record<string, readonly [Pair, (bytes: Buffer) => Buffer]>>;

function pss(bytes: Buffer, { privateKey: key }: Pair, saltLength: number): Buffer {
  return sign("sha256", bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}
