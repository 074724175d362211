// One call of the program: what its commands share. A command's action is wrapped with `action`, which turns the exit
// code it answers with into that of the program.

import type { Command } from "commander";
import { EXIT, type ExitCode } from "../base/index.js";
import type { App, AppContext } from "./app-types.js";
import type { GlobalFlags, OutputFormat } from "./global-options.js";
import type { Io } from "./io.js";
import {
  createLog,
  jsonSink,
  type LeveledLog,
  LOG_LEVELS,
  type LogLevel,
  type LogSink,
  seedSink,
  textSink,
} from "./log.js";
import { isRichTerminal, type Paint, paintFor } from "./render/paint.js";

/** Adds one command, with its options and help, to the program. Light: its work is imported when the command runs. */
export type Register = (program: Command, session: Session) => void;

export interface Opened {
  readonly app: App;
  readonly context: AppContext;
  readonly log: LeveledLog;
}

export interface Session {
  readonly io: Io;
  readonly signals: SignalSource;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The exit code of the command that has run. */
  exitCode: ExitCode;
  /** The options given before or after the command's name. */
  flags(): GlobalFlags;
  /** Where lines of the log and of errors go; a live view puts itself in between. */
  writeLogLine: (line: string) => void;
  /** Loads the use cases and makes the context they work in. Not done for `--help`. */
  open(): Promise<Opened>;
  /** Writes to stdout; ends the text with a line break. */
  answer(text: string): void;
  answerJson(value: unknown): void;
  /** Answers in the form that `--output` asks for. Only one of the two is made. */
  present(output: OutputFormat, forms: AnswerForms): void;
  /** Makes a commander action of a function that answers with an exit code. */
  action<Arguments extends readonly unknown[]>(
    run: (...parameters: Arguments) => Promise<ExitCode>,
  ): (...parameters: Arguments) => Promise<void>;
}

export interface AnswerForms {
  readonly json: () => unknown;
  /** The lines of the answer. */
  readonly human: (paint: Paint) => readonly string[];
}

export interface SessionInput {
  readonly io: Io;
  readonly program: Command;
  readonly dependencies: Dependencies;
}

/** What tests replace. */
export interface Dependencies {
  readonly loadApp: () => Promise<App>;
  readonly signals: SignalSource;
  readonly now: () => number;
}

export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export function createSession({ io, program, dependencies }: SessionInput): Session {
  const { loadApp, signals, now } = dependencies;
  const session: Session = {
    io,
    signals,
    now,
    exitCode: EXIT.done,
    flags: () => program.opts<GlobalFlags>(),
    writeLogLine: (line) => void io.stderr.write(`${line}\n`),
    open: () => open(session, loadApp),
    answer: (text) => void io.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`),
    answerJson: (value) => void io.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    present: (output, { json, human }) => {
      if (output === "json") session.answerJson(json());
      else session.answer(human(paintFor(io.stdout, io.environment)).join("\n"));
    },
    action:
      (run) =>
      async (...parameters) => {
        session.exitCode = await run(...parameters);
      },
  };
  return session;
}

async function open(session: Session, loadApp: () => Promise<App>): Promise<Opened> {
  const flags = session.flags();
  const log = await openLog(session, flags);
  const app = await loadApp();
  const context = app.createContext({
    programName: session.io.programName,
    programVersion: session.io.programVersion,
    environment: session.io.environment,
    options: {
      ...(flags.manifestComponents === undefined ? {} : { manifestComponents: flags.manifestComponents }),
      ...(flags.topologyComponents === undefined ? {} : { topologyComponents: flags.topologyComponents }),
      ...(flags.system === undefined ? {} : { system: flags.system }),
    },
    log,
  });
  const configured = context.config.logLevel;
  if (flags.logLevel === undefined && isLogLevel(configured)) log.level = configured;
  return { app, context, log };
}

async function openLog(session: Session, flags: GlobalFlags): Promise<LeveledLog> {
  return createLog(await sinkOf(session, flags), flags.logLevel ?? defaultLevel(session.io, flags));
}

async function sinkOf(session: Session, { logFormat }: GlobalFlags): Promise<LogSink> {
  const write = (line: string) => session.writeLogLine(line);
  const now = () => new Date(session.now());
  switch (logFormat) {
    case "json":
      return await jsonSink({ write: (line) => write(String(line).trimEnd()) });
    case "text":
      return textSink(write, now);
    case "seed":
      return seedSink(write, now);
  }
}

/**
 * A person who watches the components' lines sees what went wrong; a log that is kept has what interfaces say as well. In the
 * original's form the log is all there is to see.
 */
function defaultLevel({ stderr, environment }: Io, { logFormat }: GlobalFlags): LogLevel {
  return logFormat !== "seed" && isRichTerminal(stderr, environment) ? "warning" : "info";
}

function isLogLevel(text: string | undefined): text is LogLevel {
  return text !== undefined && LOG_LEVELS.some((level) => level === text);
}
