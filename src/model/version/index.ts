export { identityOf, type VersionRange, type VersionScheme } from "./scheme.js";
export { semverScheme } from "./semver.js";
