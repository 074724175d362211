// The options of the commands that run a deployment: install, resume and rollback (interface-protocol, section 6).

import { type Command, InvalidArgumentError, Option } from "commander";
import { STOP_POINTS, type StopPoint } from "../model/index.js";
import type { RunOptions } from "./app-types.js";
import { type OutputFormat, outputOption } from "./global-options.js";

export interface RunFlags {
  readonly stopBefore?: readonly StopPoint[];
  readonly exitOnReboot?: boolean;
  readonly output: OutputFormat;
}

export function addRunOptions(command: Command): Command {
  return command
    .addOption(stopBeforeOption())
    .option("--exit-on-reboot", "exit with 4 where the host must reboot, instead of rebooting it")
    .addOption(outputOption());
}

export function runOptionsOf(flags: RunFlags): RunOptions {
  return { stopBefore: flags.stopBefore ?? [], exitOnReboot: flags.exitOnReboot === true };
}

/** `choices` is for help and completion; it brings a parser of its own, which keeps no repetition. */
function stopBeforeOption(): Option {
  return new Option("--stop-before <state>", "stop before that state; may be repeated")
    .choices(STOP_POINTS)
    .argParser(collectStopPoint);
}

function collectStopPoint(word: string, before: readonly StopPoint[] = []): readonly StopPoint[] {
  const point = STOP_POINTS.find((candidate) => candidate === word);
  if (point === undefined) throw new InvalidArgumentError(`It is one of ${STOP_POINTS.join(", ")}.`);
  return before.includes(point) ? before : [...before, point];
}
