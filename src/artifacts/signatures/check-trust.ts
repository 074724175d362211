// Refuses what no trusted key has signed. Called as soon as `manifest` and its signature are read, so that nothing after
// them is even looked at.

import { fault } from "../fault.js";
import type { VerifyKey } from "./verify-key.js";
import { findSigner, type Signed } from "./verify-signature.js";

/** No keys, no check. Throws ARTIFACT_UNSIGNED, ARTIFACT_SIGNATURE_INVALID. */
export function checkTrust(signed: Signed, keys: readonly VerifyKey[]): void {
  if (keys.length === 0) return;
  if (signed.signature === undefined) {
    throw fault("ARTIFACT_UNSIGNED", "the artifact is not signed, and only signed ones are taken");
  }
  if (findSigner(signed, keys) !== undefined) return;
  const tried = keys.map(({ path }) => path).join(", ");
  throw fault("ARTIFACT_SIGNATURE_INVALID", `the artifact's signature is not one of the trusted keys (${tried})`);
}
