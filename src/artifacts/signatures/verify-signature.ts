// Whose signature is it? `manifest.sig` does not say how it was made; the key does. What is signed is the artifact's
// `manifest`, and through its checksums everything that it lists.

import { constants, type KeyObject, verify } from "node:crypto";
import { unreachable } from "../../base/index.js";
import type { VerifyKey } from "./verify-key.js";

export interface Signed {
  readonly manifestBytes: Buffer;
  /** As it stands in the artifact; undefined when it has none. */
  readonly signature: string | undefined;
}

const RAW_P256_BYTES = 64;

/** The first of the keys that verifies, if any does. */
export function findSigner({ manifestBytes, signature }: Signed, keys: readonly VerifyKey[]): VerifyKey | undefined {
  const bytes = signature === undefined ? undefined : decodeSignature(signature);
  return bytes === undefined ? undefined : keys.find((key) => verifies(key, manifestBytes, bytes));
}

/** Strict base64, but for line breaks; undefined when it is none. */
export function decodeSignature(text: string): Buffer | undefined {
  const joined = text.replace(/[\r\n]/g, "");
  const bytes = Buffer.from(joined, "base64");
  return joined !== "" && bytes.toString("base64") === joined ? bytes : undefined;
}

/** Some signatures that cannot be right are refused by OpenSSL with an error instead of an answer. */
function verifies(key: VerifyKey, message: Buffer, signature: Buffer): boolean {
  try {
    return isSignedBy(key, message, signature);
  } catch {
    return false;
  }
}

function isSignedBy({ kind, key }: VerifyKey, message: Buffer, signature: Buffer): boolean {
  switch (kind) {
    case "rsa":
      return isRsa(key, message, signature) || isRsaPss(key, message, signature);
    case "rsa-pss":
      return verify("sha256", message, key, signature); // The key says what the salt is.
    case "ecdsa-p256":
      return isEcdsa(key, message, signature);
    case "ed25519":
      return verify(null, message, key, signature);
    default:
      return unreachable(kind);
  }
}

function isRsa(key: KeyObject, message: Buffer, signature: Buffer): boolean {
  return verify("sha256", message, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

/** Whatever the length of its salt, which signers choose differently. */
function isRsaPss(key: KeyObject, message: Buffer, signature: Buffer): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify("sha256", message, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_AUTO }, signature);
}

/** mender-artifact writes both numbers one after the other, others (openssl, key servers) write DER. */
function isEcdsa(key: KeyObject, message: Buffer, signature: Buffer): boolean {
  const isRaw = signature.length === RAW_P256_BYTES;
  if (isRaw && verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature)) return true;
  return verify("sha256", message, { key, dsaEncoding: "der" }, signature);
}
