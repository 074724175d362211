// Makes the errors of this folder. Messages name the part of the artifact; whoever knows the file's path adds it.

import { CATALOGUE, type ErrorCode, OrchestratorError } from "../base/index.js";

export type ArtifactErrorCode = Extract<ErrorCode, `ARTIFACT_${string}` | `KEY_${string}`>;

/** An error whose hint is the remedy of the catalogue. */
export function fault(code: ArtifactErrorCode, message: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError({ code, message, hint: CATALOGUE[code].remedy, cause });
}

/** The same fault, said of a file. Other things that were thrown pass as they are. */
export function inFile(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof OrchestratorError) || thrown.message.includes(path)) return thrown;
  const { code, message, hint, facts, cause } = thrown;
  return new OrchestratorError({ code, message: `${path}: ${message}`, ...(hint && { hint }), facts, cause });
}
