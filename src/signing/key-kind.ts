// Which keys are taken, for signing as for verifying: those whose signatures the format knows, and none that is too weak to
// mean anything. The Mender client is more lenient and takes any RSA key.

import type { KeyObject } from "node:crypto";
import { unreachable } from "../base/index.js";
import { fault } from "./fault.js";

/** `rsa-pss`: an RSA key that says of itself that it is for PSS alone. */
export type KeyKind = "rsa" | "rsa-pss" | "ecdsa-p256" | "ed25519";

const MIN_RSA_BITS = 2048;
const MIN_RSA_EXPONENT = 3n;

/** Throws KEY_UNSUPPORTED, KEY_WEAK. */
export function kindOf(key: KeyObject, path: string): KeyKind {
  switch (key.asymmetricKeyType) {
    case "rsa":
    case "rsa-pss":
      checkRsa(key, path);
      return key.asymmetricKeyType;
    case "ec":
      if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return "ecdsa-p256";
      throw fault("KEY_UNSUPPORTED", `${path} is a key of a curve other than P-256`);
    case "ed25519":
      return "ed25519";
    default:
      throw fault("KEY_UNSUPPORTED", `${path} is a key of another kind (${key.asymmetricKeyType ?? "unknown"})`);
  }
}

function checkRsa({ asymmetricKeyDetails = {} }: KeyObject, path: string): void {
  const { modulusLength = 0, publicExponent = 0n, hashAlgorithm = "sha256" } = asymmetricKeyDetails;
  if (modulusLength < MIN_RSA_BITS) {
    throw fault("KEY_WEAK", `${path} is an RSA key of ${modulusLength} bits; at least ${MIN_RSA_BITS} are needed`);
  }
  if (publicExponent < MIN_RSA_EXPONENT) throw fault("KEY_WEAK", `${path} is an RSA key with the exponent 1`);
  if (hashAlgorithm !== "sha256") throw fault("KEY_UNSUPPORTED", `${path} is an RSA key for ${hashAlgorithm} only`);
}

/** How a person calls the kind. */
export function kindName(kind: KeyKind): string {
  switch (kind) {
    case "rsa":
      return "RSA";
    case "rsa-pss":
      return "RSA-PSS";
    case "ecdsa-p256":
      return "ECDSA P-256";
    case "ed25519":
      return "Ed25519";
    default:
      return unreachable(kind);
  }
}
