// Makes the errors of this folder: a place in a file, and the remedy of the catalogue for a hint.

import { CATALOGUE, type ErrorCode, OrchestratorError, type SourceLocation } from "../base/index.js";

export type TrustErrorCode = Extract<ErrorCode, `TRUST_${string}`>;

export interface TrustFault {
  readonly code: TrustErrorCode;
  readonly message: string;
  readonly location?: SourceLocation;
  readonly hint?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

export function fault({ code, hint = CATALOGUE[code].remedy, ...rest }: TrustFault): OrchestratorError {
  return new OrchestratorError({ code, hint, ...rest });
}
