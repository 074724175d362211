// A public key that signatures are verified with, from a PEM file or from a text that carries one. A private key is refused
// although the public one could be made of it: whoever names it here has probably left it on a device, where it must not be.

import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { fault } from "./fault.js";
import { type KeyKind, kindOf } from "./key-kind.js";
import { type PemBlock, pemIn, readPem } from "./pem.js";

export interface VerifyKey {
  /** Where it comes from, for messages. */
  readonly path: string;
  readonly kind: KeyKind;
  /** sha256 in hex of the key as SubjectPublicKeyInfo in DER: the same key has the same id, whatever file it is in. */
  readonly id: string;
  readonly key: KeyObject;
}

const PUBLIC_LABELS: readonly string[] = ["PUBLIC KEY", "RSA PUBLIC KEY"];

/** In the order given. Throws KEY_… for the first that cannot be used. */
export async function loadVerifyKeys(paths: readonly string[]): Promise<readonly VerifyKey[]> {
  const keys: VerifyKey[] = [];
  for (const path of paths) keys.push(verifyKeyOf(await readPem(path), path));
  return keys;
}

/** Of a text that holds one key in PEM form. Throws KEY_…. */
export function parseVerifyKey(text: string, where: string): VerifyKey {
  return verifyKeyOf(pemIn(text, where), where);
}

function verifyKeyOf(pem: PemBlock, path: string): VerifyKey {
  checkLabel(pem, path);
  const key = decoded(pem, path);
  return { path, kind: kindOf(key, path), id: keyIdOf(key), key };
}

/** Of either half of a pair. */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** As others may read it. */
export function publicPemOf(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}

function checkLabel({ label }: PemBlock, path: string): void {
  if (PUBLIC_LABELS.includes(label)) return;
  if (label.endsWith("PRIVATE KEY")) {
    throw fault("KEY_WRONG_HALF", `${path} is a private key, and the public one belongs here`);
  }
  throw fault("KEY_INVALID", `${path} holds a ${label.toLowerCase()}, not a public key`);
}

function decoded(pem: PemBlock, path: string): KeyObject {
  try {
    return createPublicKey(pem.text);
  } catch {
    throw fault("KEY_INVALID", `the public key in ${path} is damaged`);
  }
}
