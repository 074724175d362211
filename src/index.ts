// The programmatic API: the use cases of the command line, the library of rollback points, and the types they speak in.

export * from "./app/index.js";
export { compareSchemaVersions } from "./app/modules/schema-versions.js";
export { EXIT, type ExitCode, type Log, OrchestratorError } from "./base/index.js";
export {
  type BackupInfo,
  type BackupType,
  backupFileSimple,
  createGlobalRollback,
  type DatabaseConfig,
  type GlobalRollback,
  GlobalRollbackError,
  type GlobalRollbackOptions,
  type ListFilter,
  type PostgresqlConfig,
  type Retention,
  type RollbackOperation,
  type RollbackPoint,
  type RollbackPointOptions,
  restoreBackupSimple,
  type SqliteConfig,
} from "./rollback/index.js";
