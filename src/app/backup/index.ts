// The use cases of `backup`.

export { type RestoreBackupOptions, type RestoredBackup, restoreBackup } from "./bring-back.js";
export {
  type ListBackupsOptions,
  listBackups,
  showBackup,
  type VerifiedBackup,
  type VerifyBackupsOptions,
  verifyBackups,
} from "./look.js";
export { type CreateBackupOptions, type CreatedBackup, createBackup } from "./make.js";
export type { BackupPlace } from "./place.js";
export { type PruneBackupsOptions, type PrunedBackups, pruneBackups } from "./prune.js";
export type { BackupView, UnitView } from "./views.js";
