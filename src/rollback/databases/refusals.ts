// Errors of captures and restores of databases, whatever their kind.

import { OrchestratorError } from "../../base/index.js";

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
