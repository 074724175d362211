// Errors that several parts of the store throw.

import { type ErrorCode, messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";

/** What has a code keeps it. */
export function unwritable(path: string, thrown: unknown): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  return new OrchestratorError({
    code: isFull(thrown) ? "BACKUP_FULL" : "BACKUP_UNWRITABLE",
    message: `${path} cannot be written or read: ${messageOf(thrown)}`,
    // What the system has not complained of is something else than a file.
    hint:
      systemCodeOf(thrown) === undefined
        ? "Move it away, and try again."
        : "Check its permissions and the file system.",
    facts: { path },
    cause: thrown,
  });
}

export function unknownBackup(id: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_UNKNOWN",
    // An id comes from whoever asks: no more of it than an id has.
    message: `Backup not found: ${id.slice(0, 64)}`,
    hint: "`orchestrator backup list` shows what there is.",
    facts: { id: id.slice(0, 64) },
  });
}

export interface Attempt {
  /** For the message: `the capture of /etc/app`. */
  readonly what: string;
  readonly code: ErrorCode;
  readonly signal?: AbortSignal;
}

/** What was thrown, as an error with a code; `code` is that of what nobody has named. */
export function named(thrown: unknown, { what, code, signal }: Attempt): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  if (signal?.aborted === true) return cancelled(what);
  return new OrchestratorError({
    code: isFull(thrown) ? "BACKUP_FULL" : code,
    message: `${what} failed: ${messageOf(thrown)}`,
    cause: thrown,
  });
}

function isFull(thrown: unknown): boolean {
  const code = systemCodeOf(thrown);
  return code === "ENOSPC" || code === "EDQUOT";
}

export function cancelled(what: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_FAILED",
    message: `${what} was cancelled`,
    facts: { isCancelled: true },
  });
}
