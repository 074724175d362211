// How one call of an interface ended. A failed interface is a fact about the world, so this is a value, not an exception.

import type { RebootNeed } from "./protocol.js";

export type CallFailureReason =
  /** Ended with a non-zero exit code. */
  | "exit"
  /** Ended by a signal that we did not send. */
  | "signal"
  /** Outlived InterfaceTimeoutSeconds; its process group was killed. */
  | "timeout"
  /** Could not be started. */
  | "spawn"
  /** Took the streams otherwise than the protocol says, or not all of them. */
  | "stream"
  /** The artifact is damaged, changed or unreadable. */
  | "artifact"
  /** Printed more than it may, or an answer that makes no sense. */
  | "answer"
  /** The work dir could not be written. */
  | "workdir"
  /** What was to be captured before it ran could not be, so it was not started. */
  | "capture"
  /** What had been captured could not be brought back. */
  | "restore"
  /** Ended by us because the user cancelled. */
  | "cancelled"
  /** The orchestrator itself died, or the power went, while it ran. */
  | "interrupted";

export interface CallSucceeded {
  readonly ok: true;
  readonly durationMilliseconds: number;
}

export interface CallFailed {
  readonly ok: false;
  readonly reason: CallFailureReason;
  /** One sentence for a person. */
  readonly message: string;
  /**
   * The error's code, where the fault is in the artifact, in how it is fetched or in a rollback point (`ARTIFACT_…`, `DOWNLOAD_…`,
   * `BUNDLE_…`, `BACKUP_…`).
   */
  readonly code?: string;
  /** What a person can do, where the error says it. */
  readonly hint?: string;
  readonly exitCode?: number;
  /** The last lines the interface printed, stdout and stderr as they came. Bounded. */
  readonly outputTail: readonly string[];
  readonly durationMilliseconds: number;
}

export type CallOutcome = CallSucceeded | CallFailed;

/** The answer to a query the machine asks; a query that fails or answers nonsense is a failed call. */
export type QueryOutcome<Answer> = (CallSucceeded & { readonly answer: Answer }) | CallFailed;

/** Of what a component answers to Provides, only the version that tables go by (version-of.ts). */
export interface ReportedVersion {
  /** Empty when it tells none. */
  readonly version: string;
}

export type MachineAnswer = RebootNeed | boolean | ReportedVersion;
