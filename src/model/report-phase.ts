// Where in a deployment a command stands, and where an unfinished deployment goes on.

import type { State } from "./protocol.js";
import type { Command } from "./records.js";
import type { Phase, RunEnd } from "./report.js";

/** The part of a deployment a command belongs to; undefined when it changes nothing of that. */
export function phaseOf(command: Command): Phase | undefined {
  switch (command.kind) {
    case "call":
      return phaseOfState(command.state);
    case "ask":
      return command.phase ?? (command.query === "SupportsRollback" ? "rollback" : "update");
    case "rebootHost":
      return command.phase;
    case "passGate":
      return phaseOfState(command.gate);
    case "end":
      return undefined;
  }
}

function phaseOfState(state: State): Phase {
  switch (state) {
    case "Download":
    case "ArtifactInstall":
    case "ArtifactReboot":
    case "ArtifactVerifyReboot":
      return "update";
    case "ArtifactCommit":
      return "commit";
    case "Cleanup":
      return "cleanup";
    case "ArtifactRollback":
    case "ArtifactRollbackReboot":
    case "ArtifactVerifyRollbackReboot":
    case "ArtifactFailure":
      return "rollback";
  }
}

/** With what a deployment would go on that was left by `end`, with `command` given and not settled. */
export function resumePoint(end: RunEnd | undefined, command: Command | undefined): string | undefined {
  if (end === "ArtifactCommit" || end === "ArtifactRollback" || end === "Cleanup") return end;
  switch (command?.kind) {
    case "call":
      return command.state;
    case "ask":
      return command.query;
    case "rebootHost":
      return command.phase === "update" ? "ArtifactVerifyReboot" : "ArtifactVerifyRollbackReboot";
    case "passGate":
      return command.gate;
    default:
      return undefined;
  }
}
