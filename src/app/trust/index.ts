// The trust of a system: configured, remembered, checked.

export type { TrustedManifest } from "../../trust/index.js";
export { acceptManifest, type CheckedTrust, checkTrust, type TrustChoices } from "./check-trust.js";
export { type CompanionFile, companionsBeside, type ManifestCompanions } from "./companions.js";
export {
  type CreateRootOptions,
  createRoot,
  type NewRole,
  type RoleDescription,
  type RootDescription,
  rotateKeys,
  type SignRootOptions,
  showRoot,
  signRoot,
} from "./keys-root.js";
export { type LockChange, type LockOptions, lockManifest } from "./lock-manifest.js";
export { releaseOf } from "./release.js";
export { KEYS_OF_TRUST, type TrustSettings, trustSettings } from "./settings.js";
export { type SignedFile, type SignOptions, signManifest } from "./sign-manifest.js";
export { readSystemTrust } from "./system-trust.js";
export { trustFaults } from "./trust-faults.js";
export { type VerifyOptions, verifyManifest } from "./verify-manifest.js";
