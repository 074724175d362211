// Makes the errors of keys. Messages never show what is in a file.

import { CATALOGUE, type ErrorCode, OrchestratorError } from "../base/index.js";

export type KeyErrorCode = Extract<ErrorCode, `KEY_${string}`>;

/** An error whose hint is the remedy of the catalogue. */
export function fault(code: KeyErrorCode, message: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError({ code, message, hint: CATALOGUE[code].remedy, cause });
}
