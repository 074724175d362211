// Modules in a git repository as a source of updates: what the repository has, what is installed, and what the engine is given of
// each module that is to be updated. Nothing is installed here.

export { type Claims, conflicts } from "./claims.js";
export { compareModules } from "./compare-modules.js";
export { setEnabled } from "./enabled.js";
export { globalIndexWith, type IndexFacts, readGlobalIndex, writeGlobalIndex } from "./global-index.js";
export { legacyDigest } from "./legacy/digest.js";
export {
  type LegacyManifest,
  type LegacyModule,
  type LegacyRefusal,
  type LegacyRun,
  readLegacy,
} from "./legacy/read-legacy.js";
export {
  DEFAULT_PRIORITY,
  type ModuleComparison,
  type ModuleIndex,
  type ModuleReading,
  type ModuleState,
  needsUpdate,
  type ReadModule,
  type UnreadableModule,
} from "./module.js";
export { readModuleIndex } from "./module-index.js";
export { DEFAULT_MODULES_ROOT, type ModulesPlace, modulesPlace } from "./place.js";
export { type LegacyRequest, prepareLegacy } from "./prepare/prepare-legacy.js";
export { type PrepareRequest, prepareModule } from "./prepare/prepare-module.js";
export { destinationArgument, destinationOf, type PreparedModule, systemOfModule } from "./prepare/prepared.js";
export { isModuleName, readModules } from "./read-modules.js";
export { syncRepository } from "./repository/sync-repository.js";
export type { Signers, Synced, SyncRequest } from "./repository/sync-types.js";
