// Makes the errors of this folder. Messages name the address as it may be shown, never a token and never a query.

import { CATALOGUE, type ErrorCode, OrchestratorError } from "../../base/index.js";

export type DownloadErrorCode = Extract<ErrorCode, `DOWNLOAD_${string}`>;

/** An error whose hint is the remedy of the catalogue. */
export function downloadFault(code: DownloadErrorCode, message: string, more: FaultDetails = {}): OrchestratorError {
  const { hint, cause, facts } = more;
  return new OrchestratorError({
    code,
    message,
    hint: hint ?? CATALOGUE[code].remedy,
    ...(facts === undefined ? {} : { facts }),
    cause,
  });
}

export interface FaultDetails {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What may be different a moment later. Everything else is final. */
const PASSING: readonly ErrorCode[] = [
  "DOWNLOAD_BUSY",
  "DOWNLOAD_HOST_UNKNOWN",
  "DOWNLOAD_INTERRUPTED",
  "DOWNLOAD_PROXY_FAILED",
  "DOWNLOAD_SERVER_FAILED",
  "DOWNLOAD_STALLED",
  "DOWNLOAD_TOO_SLOW",
  "DOWNLOAD_UNREACHABLE",
];

export function isPassing(thrown: unknown): thrown is OrchestratorError {
  return thrown instanceof OrchestratorError && PASSING.includes(thrown.code);
}
