// Making and verifying a signature over bytes. A signature does not say how it was made: the key does.

import { constants, type KeyObject, sign, verify } from "node:crypto";
import { unreachable } from "../base/index.js";
import type { SigningKey } from "./private-key.js";
import type { VerifyKey } from "./public-key.js";

const RAW_P256_BYTES = 64;

/** Two numbers: in DER, as openssl writes them, or one after the other. */
export type EcdsaForm = "der" | "raw";

/** RSA keys sign with PKCS#1 v1.5, as openssl does unless told otherwise; those for PSS alone with that. */
export function signatureBy({ kind, key }: SigningKey, message: Uint8Array, ecdsaForm: EcdsaForm = "der"): Buffer {
  switch (kind) {
    case "rsa":
      return sign("sha256", message, { key, padding: constants.RSA_PKCS1_PADDING });
    case "rsa-pss":
      return sign("sha256", message, key); // The key says what the salt is.
    case "ecdsa-p256":
      return sign("sha256", message, { key, dsaEncoding: ecdsaForm === "raw" ? "ieee-p1363" : "der" });
    case "ed25519":
      return sign(null, message, key);
    default:
      return unreachable(kind);
  }
}

/** Some signatures that cannot be right are refused by OpenSSL with an error instead of an answer. */
export function isSignedBy(key: VerifyKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verifies(key, message, signature);
  } catch {
    return false;
  }
}

function verifies({ kind, key }: VerifyKey, message: Uint8Array, signature: Uint8Array): boolean {
  switch (kind) {
    case "rsa":
      return isRsa(key, message, signature) || isRsaPss(key, message, signature);
    case "rsa-pss":
      return verify("sha256", message, key, signature);
    case "ecdsa-p256":
      return isEcdsa(key, message, signature);
    case "ed25519":
      return verify(null, message, key, signature);
    default:
      return unreachable(kind);
  }
}

function isRsa(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  return verify("sha256", message, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

/** Whatever the length of its salt, which signers choose differently. */
function isRsaPss(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify("sha256", message, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_AUTO }, signature);
}

/** Some signers write both numbers one after the other, most (openssl, key servers) write DER. */
function isEcdsa(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const isRaw = signature.length === RAW_P256_BYTES;
  if (isRaw && verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature)) return true;
  return verify("sha256", message, { key, dsaEncoding: "der" }, signature);
}
