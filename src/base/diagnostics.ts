// Findings about a document. A document reports all of its faults at once, so a fault is a value, not an exception.

import type { ErrorCode } from "./catalogue/index.js";
import type { SourceLocation } from "./errors.js";

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

/** Thrown where documents with faults end a command; carries all of them. Exit code 5. */
export class DocumentsRefused extends Error {
  override readonly name = "DocumentsRefused";

  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join("\n"));
  }
}
