// Makes the errors of this folder.

import { CATALOGUE, type ErrorCode, OrchestratorError } from "../../base/index.js";

export type BundleErrorCode = Extract<ErrorCode, `BUNDLE_${string}`>;

/** An error whose hint is the remedy of the catalogue. */
export function bundleFault(code: BundleErrorCode, message: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError({ code, message, hint: CATALOGUE[code].remedy, cause });
}
