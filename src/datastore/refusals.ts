// What the system refuses, as errors that say which path of the data store and what to do.

import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";

/** Turns the system's refusal to write into an error that says which path and what to do. */
export function unwritable(path: string, thrown: unknown): OrchestratorError {
  const systemCode = systemCodeOf(thrown) ?? "unknown";
  return new OrchestratorError({
    code: systemCode === "ENOSPC" || systemCode === "EDQUOT" ? "DATASTORE_FULL" : "DATASTORE_UNWRITABLE",
    message: `the data store cannot be written: ${path} (${whyNot(thrown)})`,
    hint: HINTS[systemCode] ?? "Check the path, its permissions and the file system.",
    facts: { path, systemCode },
    cause: thrown,
  });
}

/** As `unwritable`, for what cannot be read. */
export function unreadable(path: string, thrown: unknown): OrchestratorError {
  const systemCode = systemCodeOf(thrown) ?? "unknown";
  return new OrchestratorError({
    code: "DATASTORE_UNREADABLE",
    message: `the data store cannot be read: ${path} (${whyNot(thrown)})`,
    hint: HINTS[systemCode] ?? "Check the path, its permissions and the file system.",
    facts: { path, systemCode },
    cause: thrown,
  });
}

/** What the system has not named is something else than a file, and says so itself. */
function whyNot(thrown: unknown): string {
  return systemCodeOf(thrown) ?? messageOf(thrown);
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: "Run as the user that owns the data store, or correct its permissions.",
  EPERM: "Run as the user that owns the data store, or correct its permissions.",
  EROFS: "The file system is mounted read-only; mount it for writing.",
  ENOSPC: "Free some space on this file system.",
  EDQUOT: "Free some space within the quota of this user.",
  ENOTDIR: "A part of the path is a file; choose another folder.",
};
