// Findings about a document. A document reports all of its faults at once, so a fault is a value, not an exception.

import { type ErrorCode, exitCodeOf } from "./catalogue/index.js";
import type { SourceLocation } from "./errors.js";
import { EXIT, type ExitCode } from "./exit-codes.js";

export type Severity = "error" | "warning";

export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly location?: SourceLocation;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/**
 * Thrown where documents with faults end a command; carries all of them. Exit code 6 where one of them is a refusal: that
 * something is not to be trusted outweighs that something else is not in order. Else the one that all of them have (a network
 * that is down is no bad input), or 5.
 */
export class DocumentsRefused extends Error {
  override readonly name = "DocumentsRefused";

  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  }

  get exitCode(): ExitCode {
    const errors = this.diagnostics.filter(({ severity }) => severity === "error");
    const exitCodes = new Set(errors.map(({ code }) => exitCodeOf(code)));
    if (exitCodes.has(EXIT.refused)) return EXIT.refused;
    const [only] = exitCodes;
    return only !== undefined && exitCodes.size === 1 ? only : EXIT.badInput;
  }
}
