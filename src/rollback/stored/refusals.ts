// Errors of a backup that is one file.

import { OrchestratorError } from "../../base/index.js";

/** The backup is named by its id, so that whoever reads this can find it. */
export function damaged(backupId: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_DAMAGED",
    message: `Backup ${backupId} is damaged: ${why}`,
    hint: "Nothing was restored. Use another backup.",
    facts: { backupId },
  });
}
