// A program of the system as this folder runs it: with nothing in its environment that changes what it does or says, and with all
// that it says kept, since an exit code alone does not tell what happened.

import type { ChildProcess } from "node:child_process";
import { messageOf, systemCodeOf } from "../../base/index.js";
import { fault } from "./faults.js";

/** A line for each file that has vanished. */
const MOST_SAID = 16 * 1024 * 1024;

export interface Ended {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  /** Lines of stderr, without the program's name. */
  readonly said: readonly string[];
}

/** `TAR_OPTIONS`, the language and the charset of names are left out. */
export function environment(): NodeJS.ProcessEnv {
  return { LC_ALL: "C", PATH: process.env["PATH"] ?? "" };
}

/** Rejects where it could not be started, or was called off by its signal. */
export function endOf(child: ChildProcess): Promise<Ended> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    if (said.length < MOST_SAID) said += chunk.toString("latin1");
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", (thrown) => reject(notStarted(child.spawnfile, thrown)));
    child.once("close", (code) => resolve({ exitCode: code ?? undefined, said: linesOf(said, child.spawnfile) }));
  });
  ended.catch(() => undefined); // Whoever started it looks at it once the bytes have gone through.
  return ended;
}

function linesOf(said: string, program: string): readonly string[] {
  const lines = said.split("\n").filter((line) => line !== "");
  return lines.map((line) => line.replace(new RegExp(`^[^ ]*${program}: `), ""));
}

const PACKAGES: Readonly<Record<string, string>> = { tar: "tar", cp: "coreutils" };

function notStarted(program: string, thrown: Error): Error {
  if (thrown.name === "AbortError") return thrown;
  if (systemCodeOf(thrown) !== "ENOENT")
    return fault("BACKUP_FAILED", `${program} could not be run: ${messageOf(thrown)}`);
  const hint = `Install the package ${PACKAGES[program] ?? program}.`;
  return fault("BACKUP_TOOL_MISSING", `GNU ${program} is not installed`, { hint });
}
