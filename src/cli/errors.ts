// What a person, or a script, is told when a command cannot do its work. Everything thrown ends here.

import { type Command, CommanderError } from "commander";
import {
  type Diagnostic,
  DocumentsRefused,
  EXIT,
  type ExitCode,
  InvariantViolation,
  messageOf,
  OrchestratorError,
} from "../base/index.js";
import { seedSink } from "./log.js";
import { NO_PAINT, type Paint, paintFor } from "./render/paint.js";
import { messageLines } from "./render/plan/message.js";
import { renderProblem } from "./render/problem.js";
import { outputLines } from "./render/words.js";
import type { Session } from "./session.js";

/** Of an interface, as in the answer of a run. */
const OUTPUT_LINES = 10;

/** Bad arguments become an error like every other; anything else stays what it is. */
export function asOrchestratorError(thrown: unknown, program: Command, argv: readonly string[]): unknown {
  if (isFolderGone(thrown))
    return badArgument("the folder this was started in does not exist any more", "cd into another");
  if (!(thrown instanceof CommanderError)) return thrown;
  const command = commandOf(program, argv);
  const help = `see ${command} --help`;
  if (thrown.code === "commander.help") return badArgument(`${command} needs the name of a command`, help);
  const [message = "", suggestion] = thrown.message.replace(/^error: /, "").split("\n");
  const meant = suggestion?.match(/\(Did you mean (.*)\?\)/)?.[1];
  return badArgument(message, meant === undefined ? help : `did you mean ${meant}? Otherwise ${help}`);
}

/** Asked of the system for every relative path. */
function isFolderGone(thrown: unknown): boolean {
  return thrown instanceof Error && "syscall" in thrown && thrown.syscall === "uv_cwd";
}

function badArgument(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "ARGUMENT_INVALID", message, hint });
}

/** The command that the words name, as far as they do. */
function commandOf(program: Command, argv: readonly string[]): string {
  const path = [program.name()];
  let command = program;
  for (const word of argv) {
    command = command.commands.find((candidate) => candidate.name() === word) ?? command;
    if (path.at(-1) !== command.name()) path.push(command.name());
  }
  return path.join(" ");
}

export interface ReportInput {
  readonly argv: readonly string[];
  readonly session: Session;
}

export function reportError(thrown: unknown, { argv, session }: ReportInput): ExitCode {
  if (wantsJson(argv)) session.answerJson(errorAsJson(thrown));
  else if (session.flags().logFormat === "seed") writeSeedError(session, thrown);
  else writeError(session, thrown);
  if (isBug(thrown) && wantsStack(argv)) session.writeLogLine(stackOf(thrown));
  return exitCodeFor(thrown);
}

/** As a person reads it, on stderr. */
export function writeError(session: Session, thrown: unknown): void {
  const paint = paintFor(session.io.stderr, session.io.environment);
  for (const line of errorLines(thrown, paint)) session.writeLogLine(line);
}

/** Whoever reads a log of the original's form finds the error in it too. */
function writeSeedError(session: Session, thrown: unknown): void {
  const write = seedSink(
    (line) => session.writeLogLine(line),
    () => new Date(session.now()),
  );
  for (const line of errorLines(thrown, NO_PAINT))
    for (const part of line.split("\n")) {
      write("error", part.trim().replace(/^error [A-Z_]+: /, ""), {});
    }
}

function exitCodeFor(thrown: unknown): ExitCode {
  if (thrown instanceof OrchestratorError) return thrown.exitCode;
  return thrown instanceof DocumentsRefused ? thrown.exitCode : EXIT.failed;
}

function errorLines(thrown: unknown, paint: Paint): readonly string[] {
  if (thrown instanceof OrchestratorError) {
    const lines = linesOf(thrown);
    if (lines !== undefined) return messageLines({ ...problemOf(thrown), lines }, "error", paint);
    const problem = renderProblem({ ...problemOf(thrown), severity: "error" }, paint);
    return [problem, ...outputLines(outputOf(thrown), OUTPUT_LINES)];
  }
  if (thrown instanceof DocumentsRefused)
    return thrown.diagnostics.map((diagnostic) => renderProblem(diagnostic, paint));
  return [
    `${paint.red(paint.bold("error"))}: ${messageOf(thrown)}`,
    "  This is a bug in orchestrator. Please report it, with what --log-level debug adds.",
  ];
}

/** The body of a refusal of the planner; its class is the use cases' own, which are not loaded for every error. */
function linesOf(thrown: OrchestratorError): readonly string[] | undefined {
  if (!("lines" in thrown) || !Array.isArray(thrown.lines)) return undefined;
  return thrown.lines.filter((line) => typeof line === "string");
}

/** What an interface printed, where the error is about one that could not answer. */
function outputOf({ facts }: OrchestratorError): readonly string[] {
  const { outputTail } = facts;
  return Array.isArray(outputTail) ? outputTail.filter((line) => typeof line === "string") : [];
}

function problemOf(error: OrchestratorError): Omit<Diagnostic, "severity"> {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.location === undefined ? {} : { location: error.location }),
  };
}

/** The stable form of an error for `--output json`. */
export function errorAsJson(thrown: unknown): {
  readonly error: unknown;
  readonly diagnostics?: readonly Diagnostic[];
} {
  if (thrown instanceof OrchestratorError) return { error: { ...problemOf(thrown), facts: thrown.facts } };
  if (thrown instanceof DocumentsRefused) {
    const [first] = thrown.diagnostics;
    return {
      error: { code: first?.code ?? "INTERNAL", message: thrown.message, facts: {} },
      diagnostics: thrown.diagnostics,
    };
  }
  return { error: { code: "INTERNAL", message: messageOf(thrown), facts: {} } };
}

function isBug(thrown: unknown): boolean {
  if (thrown instanceof InvariantViolation) return true;
  return !(thrown instanceof OrchestratorError) && !(thrown instanceof DocumentsRefused);
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

// Both are looked up in the words themselves: the arguments may be what is wrong, and were then never parsed.

function wantsJson(argv: readonly string[]): boolean {
  return wordAfter("--output", argv) === "json";
}

function wantsStack(argv: readonly string[]): boolean {
  return ["debug", "trace"].includes(wordAfter("--log-level", argv) ?? "");
}

function wordAfter(option: string, argv: readonly string[]): string | undefined {
  const index = argv.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = argv[index];
  return word === option ? argv[index + 1] : word?.slice(option.length + 1);
}
