// How a run of the engine ended → what the program tells the script that called it. Pure; the meanings are in
// base/exit-codes.ts, the protocol's part in interface-protocol, section 6.

import { EXIT, type ExitCode, unreachable } from "../base/index.js";
import type { RunEnd } from "../engine/index.js";
import type { RunVerb } from "../model/index.js";

export function exitCodeOfRun(end: Exclude<RunEnd, { kind: "tooLate" }>, verb: RunVerb): ExitCode {
  switch (end.kind) {
    case "hostReboot":
      return EXIT.hostRebootRequired;
    case "left":
      return EXIT.cancelled;
    case "ended":
      return end.verdict === "succeeded" ? EXIT.done : wayBackExit(end, verb);
    case "stopped":
      if (!end.failed) return EXIT.done;
      if (end.before === "ArtifactRollback") return end.cancelled && !end.failureKnown ? EXIT.cancelled : EXIT.failed;
      return wayBackExit(end, verb);
    default:
      return unreachable(end);
  }
}

interface WayBack {
  readonly failureKnown: boolean;
  readonly cancelled: boolean;
  readonly inconsistent: Readonly<Record<string, string>>;
}

/** The way back is over: whoever had only that to do has done it. */
function wayBackExit(end: WayBack, verb: RunVerb): ExitCode {
  if (Object.keys(end.inconsistent).length > 0) return EXIT.inconsistent;
  if (verb === "rollback" || end.failureKnown) return EXIT.done;
  return end.cancelled ? EXIT.cancelled : EXIT.failed;
}
