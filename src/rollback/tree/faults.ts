// The errors of this folder. Paths come from disks and may hold anything, so they are shown through `shown`.

import { type ErrorCode, messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import type { BackupInfo } from "../contract.js";

export function fault(code: ErrorCode, message: string, more: { hint?: string; cause?: unknown } = {}) {
  return new OrchestratorError({ code, message, ...more });
}

export function unusable(message: string, hint?: string): OrchestratorError {
  return fault("BACKUP_SOURCE_UNUSABLE", message, hint === undefined ? {} : { hint });
}

export function damaged({ backupId, sourcePath }: BackupInfo, what: string): OrchestratorError {
  return fault("BACKUP_DAMAGED", `Backup ${backupId} of ${sourcePath} is damaged: ${what}`, {
    hint: "Nothing was restored from it. Use another backup.",
  });
}

/** A failure of the system while something is captured or prepared, when nothing of the target is touched yet. */
export function failed(what: string, thrown: unknown): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  const code = isFull(systemCodeOf(thrown) ?? "") ? "BACKUP_FULL" : "BACKUP_FAILED";
  return fault(code, `${what}: ${messageOf(thrown)}`, { cause: thrown });
}

/** Of a system error's code, or of what a program said. */
export function isFull(said: string): boolean {
  return /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(said);
}
