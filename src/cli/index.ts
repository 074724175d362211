// Arguments → use case → view → exit code. No work is done here: src/app does it, and src/cli/render shows it.

import { type Command, CommanderError } from "commander";
import { EXIT, type ExitCode, systemCodeOf } from "../base/index.js";
import type { App } from "./app-types.js";
import { asOrchestratorError, reportError } from "./errors.js";
import type { Io } from "./io.js";
import { createProgram, registerCommands } from "./program.js";
import { createSession, type Dependencies } from "./session.js";

export type { Io, OutputStream } from "./io.js";

const REAL: Dependencies = { loadApp, signals: process, now: Date.now };

/**
 * Runs one command. Never rejects: a fault is written where the caller looks for it, and becomes the exit code.
 * @param argv the arguments after the program's name
 */
export async function runCli(argv: readonly string[], given: Io, dependencies: Dependencies = REAL): Promise<ExitCode> {
  const io = { ...given, programName: knownName(given.programName) };
  const output = watchOutput(io);
  const exitCode = await runCommand(argv, io, dependencies);
  return exitCode === EXIT.done && (await output.isLost()) ? EXIT.failed : exitCode;
}

async function runCommand(argv: readonly string[], io: Io, dependencies: Dependencies): Promise<ExitCode> {
  const { program, session } = prepare(io, dependencies);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return session.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    return reportError(asOrchestratorError(thrown, program, argv), { argv, session });
  }
}

function prepare(io: Io, dependencies: Dependencies) {
  const program = createProgram(io);
  const session = createSession({ io, program, dependencies });
  registerCommands(program, session);
  return { program, session };
}

/** Every command and option there is, for documentation and its tests. Nothing is run. */
export function commandTree(io: Io): Command {
  return prepare(io, REAL).program;
}

/** The name a user can type again, also when the bundle itself was run. */
function knownName(programName: string): string {
  return /^(mender-update-orchestrator|mender-orchestrator)/.exec(programName)?.[0] ?? "orchestrator";
}

async function loadApp(): Promise<App> {
  return import("../app/index.js");
}

/**
 * A reader that has gone, a full disk under the log, a terminal that was hung up: no reason to die in the middle of an
 * install. `orchestrator history | head` is no fault at all; an answer that is lost otherwise is one, told at the end.
 */
function watchOutput({ stdout, stderr }: Io) {
  let lost = false;
  stderr.on?.("error", () => undefined);
  stdout.on?.("error", (error) => {
    if (lost || systemCodeOf(error) === "EPIPE") return;
    lost = true;
    stderr.write(`the answer could not be written: ${error.message}\n`);
  });
  return {
    /** Known when all has been written; the event comes after the write has been called back. */
    isLost: async (): Promise<boolean> => {
      await new Promise<void>((resolve) => stdout.write("", resolve));
      await new Promise(setImmediate);
      return lost;
    },
  };
}
