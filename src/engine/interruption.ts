// What an interrupted command means (interface-protocol, section 3, "A kill or power cut"): some states count as failed,
// some are decided by the verify that follows, and some are simply run again.

import { unreachable } from "../base/index.js";
import type { CallFailed, State } from "../model/index.js";

export type Interruption =
  /** It counts as that state's failure. */
  | "fails"
  /** It counts as done; the verify that follows decides. */
  | "isVerified"
  /** It may run twice, so it is run again. */
  | "runsAgain";

export function interruptionOf(state: State): Interruption {
  switch (state) {
    case "Download":
    case "ArtifactInstall":
    case "ArtifactVerifyReboot":
    case "ArtifactCommit":
    case "ArtifactVerifyRollbackReboot":
      return "fails";
    case "ArtifactReboot":
    case "ArtifactRollbackReboot":
      return "isVerified";
    case "ArtifactRollback":
    case "ArtifactFailure":
    case "Cleanup":
      return "runsAgain";
    default:
      return unreachable(state);
  }
}

/** Whether a failure of the state leads to the rollback. */
export function isOfUpdate(state: State): boolean {
  switch (state) {
    case "Download":
    case "ArtifactInstall":
    case "ArtifactReboot":
    case "ArtifactVerifyReboot":
    case "ArtifactCommit":
      return true;
    case "ArtifactRollback":
    case "ArtifactRollbackReboot":
    case "ArtifactVerifyRollbackReboot":
    case "ArtifactFailure":
    case "Cleanup":
      return false;
    default:
      return unreachable(state);
  }
}

export const INTERRUPTED: CallFailed = {
  ok: false,
  reason: "interrupted",
  message: "the orchestrator was stopped, or the power went, while this ran",
  outputTail: [],
  durationMilliseconds: 0,
};
