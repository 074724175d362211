// The one error class of the project. Everything a user can be told carries a code of the catalogue; a programming
// mistake is an InvariantViolation instead, and a failed interface is an event, not an error.

import { type ErrorCode, exitCodeOf } from "./catalogue/index.js";
import type { ExitCode } from "./exit-codes.js";

/** A place in a document. Lines and columns count from 1; `columnEnd` is exclusive. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly columnEnd?: number;
  /** The whole text of the line, for the caret. */
  readonly lineText?: string;
}

export interface ErrorDetails {
  readonly code: ErrorCode;
  /** What is wrong, in the words of the user's own file. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly location?: SourceLocation;
  /** Machine-readable particulars; never secrets. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class OrchestratorError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly location: SourceLocation | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "OrchestratorError";
    this.code = details.code;
    this.hint = details.hint;
    this.location = details.location;
    this.facts = details.facts ?? {};
  }

  /** The exit code of a program that ends because of this error. */
  get exitCode(): ExitCode {
    return exitCodeOf(this.code);
  }
}

/** The text of anything that was thrown, for a message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a system error (`ENOENT`, `ENOSPC`, …), or undefined. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}
