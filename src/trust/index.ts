// What a manifest must fulfil to be trusted, and how the keys change that it is judged by. Pure: no files, no clock. The words
// and rules are those of The Update Framework where they fit; docs/decisions says which.

export { type Accepted, checkManifest, checkStatement, type Trust, type TrustedManifest } from "./check-manifest.js";
export { MAX_ROOT_BYTES, MAX_ROOTS, MAX_SIGNATURE_FILE_BYTES, MAX_SIGNATURES } from "./limits.js";
export { checkSignatures, namesOf, type SignedManifest } from "./manifest-signatures.js";
export { manifestMessage, rootMessage } from "./messages.js";
export {
  configuredRoot,
  type NewRoot,
  parseRoot,
  type Role,
  type RootMetadata,
  rootText,
  type SignedRoot,
  withRootSignatures,
} from "./root-metadata.js";
export { checkOwnSignatures, checkRootTime, followRoots, nextRoot } from "./rotate.js";
export { parseSignatures, type Signature, signaturesText, signersOf, withSignature } from "./signatures.js";
export { timeNow, timeOf } from "./time.js";
export {
  parseState,
  type Remembered,
  remembered,
  stateOf,
  stateText,
  type TrustState,
  withRoot,
} from "./trust-state.js";
