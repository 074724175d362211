// A public key that artifacts are verified with, read from a PEM file. A private key is refused although the public one
// could be made of it: whoever names it here has probably left it on a device, where it must not be.

import { createPublicKey, type KeyObject } from "node:crypto";
import { fault } from "../fault.js";
import { type KeyKind, kindOf } from "./key-kind.js";
import { type PemBlock, readPem } from "./pem.js";

export interface VerifyKey {
  readonly path: string;
  readonly kind: KeyKind;
  readonly key: KeyObject;
}

const PUBLIC_LABELS: readonly string[] = ["PUBLIC KEY", "RSA PUBLIC KEY"];

/** In the order given. Throws KEY_… for the first that cannot be used. */
export async function loadVerifyKeys(paths: readonly string[]): Promise<readonly VerifyKey[]> {
  const keys: VerifyKey[] = [];
  for (const path of paths) keys.push(await loadVerifyKey(path));
  return keys;
}

async function loadVerifyKey(path: string): Promise<VerifyKey> {
  const pem = await readPem(path);
  checkLabel(pem, path);
  const key = decoded(pem, path);
  return { path, kind: kindOf(key, path), key };
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
