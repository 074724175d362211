// systemctl, asked and told one thing at a time. What it answers is a value; what a unit's state means is decided elsewhere.

import { type ProgramEnd, runProgram } from "../../programs/index.js";
import { toolPath } from "../tool.js";
import { noSystemd } from "./refusals.js";

/** As systemd names them: `active`, `inactive`, `failed`, …; `enabled`, `masked`, `static`, …; `loaded`, `not-found`, … */
export interface UnitState {
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  /** Empty where the unit has no file. */
  readonly unitFileState: string;
  /** The path of that file; empty where there is none. */
  readonly unitFile: string;
}

export type Verb = "start" | "stop" | "enable" | "disable" | "mask" | "unmask" | "reset-failed";

export interface Telling {
  readonly verb: Verb;
  readonly unit: string;
  /** Until the next boot only: of what is enabled or masked. */
  readonly isRuntime?: boolean;
  /** The job is only put in line. */
  readonly isAsync?: boolean;
  /** For how long its end is waited for. */
  readonly seconds?: number;
}

export interface Systemctl {
  /** Throws BACKUP_TOOL_MISSING where systemd does not run. */
  show(unit: string): Promise<UnitState>;
  /** Resolves to what went wrong, if anything did. */
  tell(telling: Telling): Promise<string | undefined>;
  reload(): Promise<string | undefined>;
}

/** systemd ends what does not stop after a minute and a half, and a unit may ask for more; a job that nobody ends is given up. */
const JOB_SECONDS = 600;
const PROPERTIES = ["LoadState", "ActiveState", "SubState", "UnitFileState", "FragmentPath"];
const OPTIONS = ["--system", "--no-pager", "--no-ask-password", "--quiet"];

export function createSystemctl(): Systemctl {
  const run = (args: readonly string[], seconds = JOB_SECONDS) =>
    runProgram({ path: systemctlPath(), args: [...OPTIONS, ...args], seconds });
  return {
    show: async (unit) => {
      const { stdout, ...end } = await run(["show", `--property=${PROPERTIES.join(",")}`, "--", unit]);
      if (end.kind !== "exited" || end.exitCode !== 0) throw noSystemd(faultOf(end) ?? "systemctl failed");
      return stateIn(stdout);
    },
    tell: async ({ verb, unit, isRuntime = false, isAsync = false, seconds }) => {
      const options = [...(isRuntime ? ["--runtime"] : []), ...(isAsync ? ["--no-block"] : [])];
      return faultOf(await run([...options, verb, "--", unit], seconds));
    },
    reload: async () => faultOf(await run(["daemon-reload"])),
  };
}

function systemctlPath(): string {
  return toolPath({ name: "systemctl", package: "systemd" });
}

function stateIn(text: string): UnitState {
  const values = new Map(text.split("\n").map((line) => splitAt(line, line.indexOf("="))));
  const value = (property: string) => values.get(property) ?? "";
  return {
    ...{ loadState: value("LoadState"), activeState: value("ActiveState") },
    ...{ subState: value("SubState"), unitFileState: value("UnitFileState") },
    unitFile: value("FragmentPath"),
  };
}

function splitAt(line: string, index: number): readonly [string, string] {
  return [line.slice(0, Math.max(index, 0)), line.slice(index + 1)];
}

function faultOf(end: ProgramEnd): string | undefined {
  switch (end.kind) {
    case "exited":
      return end.exitCode === 0 ? undefined : end.stderr.split("\n")[0]?.slice(0, 300) || `exit code ${end.exitCode}`;
    case "killed":
      return "it took too long";
    case "not-started":
      return end.why;
  }
}
