// Makes diagnostics. A hint that is undefined is left out, so that callers can pass what they found.

import type { Diagnostic, ErrorCode, Severity, SourceLocation } from "../base/index.js";

export interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly location: SourceLocation;
}

export function fault(finding: Finding): Diagnostic {
  return diagnostic("error", finding);
}

export function warning(finding: Finding): Diagnostic {
  return diagnostic("warning", finding);
}

function diagnostic(severity: Severity, { code, message, hint, location }: Finding): Diagnostic {
  return hint === undefined ? { code, severity, message, location } : { code, severity, message, hint, location };
}
