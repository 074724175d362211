// Errors of a backup that is one file.

import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";

/** The backup is named by its id, so that whoever reads this can find it. */
export function damaged(backupId: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_DAMAGED",
    message: `Backup ${backupId} is damaged: ${why}`,
    hint: "Nothing was restored. Use another backup.",
    facts: { backupId },
  });
}

export function unwritable(path: string, thrown: unknown): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  const isFull = systemCodeOf(thrown) === "ENOSPC" || systemCodeOf(thrown) === "EDQUOT";
  return new OrchestratorError({
    code: isFull ? "BACKUP_FULL" : "BACKUP_UNWRITABLE",
    message: `${path} cannot be written or read: ${messageOf(thrown)}`,
    cause: thrown,
  });
}
