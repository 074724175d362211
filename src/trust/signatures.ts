// Signatures beside what they sign, in TUF's form: a list of key ids, each with its signature in hex. Who has signed is
// counted here; whether that is enough is decided by whoever asks.

import { isSignedBy, type VerifyKey } from "../signing/index.js";
import type { Json } from "./canonical-json.js";
import { fault } from "./fault.js";
import { listIn, Malformed, objectIn, parseJson, textIn } from "./json-object.js";
import { MAX_SIGNATURES } from "./limits.js";

export interface Signature {
  readonly keyid: string;
  /** Hexadecimal. */
  readonly sig: string;
}

export const KEY_ID = /^[0-9a-f]{64}$/;
const HEX = /^(?:[0-9a-f]{2}){1,4096}$/;

/** Of a file that holds signatures alone. Throws TRUST_SIGNATURES_INVALID. */
export function parseSignatures(text: string, path: string): readonly Signature[] {
  try {
    return signaturesIn(objectIn(parseJson(text), "the document")["signatures"]);
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    const message = `the signatures in ${path} cannot be read: ${thrown.message}`;
    throw fault({ code: "TRUST_SIGNATURES_INVALID", message, location: { file: path } });
  }
}

/** Throws Malformed. */
export function signaturesIn(value: Json | undefined): readonly Signature[] {
  return listIn(value, "signatures", MAX_SIGNATURES).map((each) => {
    const { keyid, sig } = objectIn(each, "a signature");
    return { keyid: textIn(keyid, "the keyid of a signature", KEY_ID), sig: textIn(sig, "a signature", HEX) };
  });
}

export function signaturesText(signatures: readonly Signature[]): string {
  return `${JSON.stringify({ signatures }, null, 2)}\n`;
}

/** With that of the same key replaced, so that signing twice is signing once. In the order of the key ids. */
export function withSignature(signatures: readonly Signature[], added: Signature): readonly Signature[] {
  const others = signatures.filter(({ keyid }) => keyid !== added.keyid);
  return [...others, added].sort((a, b) => (a.keyid < b.keyid ? -1 : 1));
}

export interface Signers {
  /** Key ids, each once, however often it has signed. */
  readonly valid: ReadonlySet<string>;
  /** Known keys of which no signature fits. */
  readonly broken: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/** Signatures are looked at only as far as their key is one of those given. */
export function signersOf(
  message: Uint8Array,
  signatures: readonly Signature[],
  keys: ReadonlyMap<string, VerifyKey>,
): Signers {
  const [valid, broken, unknown] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { keyid, sig } of signatures) {
    const key = keys.get(keyid);
    if (key === undefined) unknown.add(keyid);
    else if (isSignedBy(key, message, Buffer.from(sig, "hex"))) valid.add(keyid);
    else broken.add(keyid);
  }
  for (const keyid of valid) broken.delete(keyid);
  return { valid, broken, unknown };
}
