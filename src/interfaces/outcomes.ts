// From the end of a process to the outcome of a call, in one sentence for a person.

import { unreachable } from "../base/index.js";
import type { CallFailed, CallFailureReason, CallOutcome, CallSucceeded } from "../model/index.js";
import type { EndCause, ProcessEnd } from "./run-process.js";

/** A call under way: what its outcome will say besides how it ended. */
export interface CallAccount {
  /** "", or the name of the call and a space, where who reads the outcome does not know it. */
  readonly subject: string;
  readonly startedAt: number;
  readonly timeoutSeconds: number;
  outputTail(): readonly string[];
}

/** A reason to fail that did not come from the process. */
export interface Fault {
  readonly reason: CallFailureReason;
  readonly message: string;
  /** Of the error that tells the same. */
  readonly code?: string;
}

export function succeeded(account: CallAccount): CallSucceeded {
  return { ok: true, durationMilliseconds: durationOf(account) };
}

export function failed(account: CallAccount, fault: Fault & { readonly exitCode?: number }): CallFailed {
  return { ok: false, ...fault, outputTail: account.outputTail(), durationMilliseconds: durationOf(account) };
}

export function outcomeOf(account: CallAccount, end: ProcessEnd): CallOutcome {
  const fault = faultOf(account, end);
  return fault === undefined ? succeeded(account) : failed(account, fault);
}

export function faultOf(account: CallAccount, end: ProcessEnd): (Fault & { readonly exitCode?: number }) | undefined {
  switch (end.kind) {
    case "exited":
      if (end.exitCode === 0) return undefined;
      return {
        reason: "exit",
        message: `${account.subject}ended with exit code ${end.exitCode}`,
        exitCode: end.exitCode,
      };
    case "signalled":
      return { reason: "signal", message: `${account.subject}was ended by ${end.signalName}` };
    case "notStarted":
      return { reason: "spawn", message: `${account.subject}could not be started: ${end.message}` };
    case "ended":
      return causedFault(account, end.cause);
    default:
      return unreachable(end);
  }
}

function causedFault(account: CallAccount, cause: EndCause): Fault {
  switch (cause) {
    case "timeout":
      return {
        reason: "timeout",
        message: `${account.subject}took longer than ${account.timeoutSeconds} s and was ended`,
      };
    case "cancelled":
      return { reason: "cancelled", message: `${account.subject}was cancelled` };
    case "flood":
      return { reason: "answer", message: `${account.subject}printed more than an answer may be long` };
    case "fault":
      return { reason: "stream", message: `${account.subject}was ended` };
    default:
      return unreachable(cause);
  }
}

function durationOf(account: CallAccount): number {
  return Math.round(performance.now() - account.startedAt);
}
