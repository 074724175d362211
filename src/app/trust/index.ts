// The trust of a system: configured, remembered, checked.

export { acceptManifest, type CheckedTrust, checkTrust, type TrustChoices } from "./check-trust.js";
export { type CompanionFile, companionsBeside, type ManifestCompanions } from "./companions.js";
export { releaseOf } from "./release.js";
export { KEYS_OF_TRUST, type TrustSettings, trustSettings } from "./settings.js";
export { readSystemTrust } from "./system-trust.js";
