// Errors of captures and restores of databases, whatever their kind.

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

export function unusable(message: string, hint?: string): OrchestratorError {
  return new OrchestratorError({ code: "BACKUP_SOURCE_UNUSABLE", message, ...(hint === undefined ? {} : { hint }) });
}

export function captureFailed(message: string, hint?: string): OrchestratorError {
  const code = /No space left on device|database or disk is full/.test(message) ? "BACKUP_FULL" : "BACKUP_FAILED";
  return new OrchestratorError({ code, message, ...(hint === undefined ? {} : { hint }) });
}

/** `state` says how the database is now. */
export function restoreFailed(message: string, state: string, hint?: string): OrchestratorError {
  const text = `${message}. ${state}`;
  return new OrchestratorError({
    code: "BACKUP_RESTORE_FAILED",
    message: text,
    ...(hint === undefined ? {} : { hint }),
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
