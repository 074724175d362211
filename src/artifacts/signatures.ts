// `manifest.sig`: whose it is, and whether that is enough. It is made of the artifact's `manifest`, and through the checksums
// in there of everything that is listed. It does not say how it was made: the key does.

import { isSignedBy, type SigningKey, signatureBy, type VerifyKey } from "../signing/index.js";
import { fault } from "./fault.js";

export interface Signed {
  readonly manifestBytes: Buffer;
  /** As it stands in the artifact; undefined when it has none. */
  readonly signature: string | undefined;
}

/** The first of the keys that verifies, if any does. */
export function findSigner({ manifestBytes, signature }: Signed, keys: readonly VerifyKey[]): VerifyKey | undefined {
  const bytes = signature === undefined ? undefined : decodeSignature(signature);
  return bytes === undefined ? undefined : keys.find((key) => isSignedBy(key, manifestBytes, bytes));
}

/**
 * Called as soon as `manifest` and its signature are read, so that nothing behind them is even looked at. No keys, no check.
 * Throws ARTIFACT_UNSIGNED, ARTIFACT_SIGNATURE_INVALID.
 */
export function checkTrust(signed: Signed, keys: readonly VerifyKey[]): void {
  if (keys.length === 0) return;
  if (signed.signature === undefined) {
    throw fault("ARTIFACT_UNSIGNED", "the artifact is not signed, and only signed ones are taken");
  }
  if (findSigner(signed, keys) !== undefined) return;
  const tried = keys.map(({ path }) => path).join(", ");
  throw fault("ARTIFACT_SIGNATURE_INVALID", `none of the trusted keys (${tried}) has made the artifact's signature`);
}

/** As it stands in an artifact. Of ECDSA both numbers, one after the other: mender-artifact takes hardly any DER. */
export function manifestSignature(key: SigningKey, manifestBytes: Buffer): string {
  return signatureBy(key, manifestBytes, "raw").toString("base64");
}

/** Strict base64, but for line breaks; undefined when it is none. */
function decodeSignature(text: string): Buffer | undefined {
  const joined = text.replace(/[\r\n]/g, "");
  const bytes = Buffer.from(joined, "base64");
  return joined !== "" && bytes.toString("base64") === joined ? bytes : undefined;
}
