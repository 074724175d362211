// Files, services and databases that can be brought back as they were: the library, the engine's rollback points, and what the
// command line works with.

export type { Retention } from "../model/index.js";
export type { BackupInfo, BackupType, Seal } from "./contract.js";
export type { DatabaseConfig, PostgresqlConfig, SqliteConfig } from "./database-config.js";
export type { GlobalRollback, RollbackPoint, RollbackPointOptions } from "./global-rollback.js";
export { GlobalRollbackError } from "./global-rollback-error.js";
export type { KeyChoice } from "./key-choice.js";
export { type Keys, NO_KEYS } from "./keys.js";
export { type BackupFolder, type FolderInput, openBackupFolder } from "./open-folder.js";
export { capturesOf, createRollbackPoints, idsOf, unitNamed } from "./points.js";
export { backupFileSimple, createGlobalRollback, type GlobalRollbackOptions, restoreBackupSimple } from "./simple.js";
export type { Created, CreateRequest } from "./store/create.js";
export type { Capture, DatabaseSource } from "./store/kinds.js";
export type { BackupStore, ListFilter, Verified } from "./store/open-store.js";
export type { RollbackOperation } from "./store/operations-log.js";
export type { Pruned } from "./store/prune.js";
export type { RestoredLine, RestoreReport } from "./store/put-back.js";
export { isSealed } from "./store/sealing.js";
export { ownerOf, pointIdOf, type Unit } from "./store/units.js";
