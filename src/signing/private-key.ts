// A private key that signatures are made with, from a PEM file. It is held in memory as long as a command runs, and shown
// nowhere.

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { fault } from "./fault.js";
import { type KeyKind, kindOf } from "./key-kind.js";
import { type PemBlock, readPem } from "./pem.js";
import { keyIdOf, type VerifyKey } from "./public-key.js";

export interface SigningKey {
  readonly path: string;
  readonly kind: KeyKind;
  /** That of its public half. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Throws KEY_…. The passphrase is only looked at where the key is encrypted. */
export async function loadSigningKey(path: string, passphrase?: string): Promise<SigningKey> {
  const pem = await readPem(path);
  checkLabel(pem, path);
  const key = decoded(pem, path, passphrase);
  return { path, kind: kindOf(key, path), id: keyIdOf(key), key };
}

/** What verifies the signatures of the key. */
export function publicHalfOf({ key, ...same }: SigningKey): VerifyKey {
  return { ...same, key: createPublicKey(key) };
}

function checkLabel({ label }: PemBlock, path: string): void {
  if (label.endsWith("PRIVATE KEY")) return;
  if (label.endsWith("PUBLIC KEY")) {
    throw fault("KEY_WRONG_HALF", `${path} is a public key, and signing takes the private one`);
  }
  throw fault("KEY_INVALID", `${path} holds a ${label.toLowerCase()}, not a private key`);
}

function decoded(pem: PemBlock, path: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = pem.label === "ENCRYPTED PRIVATE KEY" || /^Proc-Type: 4,ENCRYPTED\r?$/m.test(pem.text);
  if (isEncrypted && passphrase === undefined) {
    throw fault("KEY_LOCKED", `the private key ${path} is encrypted, and there is no passphrase`);
  }
  try {
    return createPrivateKey(isEncrypted ? { key: pem.text, passphrase } : pem.text);
  } catch {
    if (isEncrypted) throw fault("KEY_LOCKED", `the passphrase does not open the private key ${path}`);
    throw fault("KEY_INVALID", `the private key in ${path} is damaged`);
  }
}
