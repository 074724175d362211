// The log on stderr. Text lines are made here, and those in the form of the original of the git modules; JSON lines are pino's,
// loaded only when asked for. Facts are written as they are given: a caller never passes a secret.

import type { Log, LogFacts } from "../base/index.js";
import type { OutputStream } from "./io.js";

export const LOG_LEVELS = ["trace", "debug", "info", "warning", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ["text", "json", "seed"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Takes one message that has passed the level. */
export type LogSink = (level: LogLevel, message: string, facts: LogFacts) => void;

/** A log whose level may change once the configuration file has been read. */
export interface LeveledLog extends Log {
  level: LogLevel;
}

export function createLog(sink: LogSink, level: LogLevel): LeveledLog {
  const at =
    (lineLevel: LogLevel) =>
    (message: string, facts: LogFacts = {}) => {
      if (LOG_LEVELS.indexOf(lineLevel) >= LOG_LEVELS.indexOf(log.level)) sink(lineLevel, message, facts);
    };
  const log: LeveledLog = {
    level,
    trace: at("trace"),
    debug: at("debug"),
    info: at("info"),
    warning: at("warning"),
    error: at("error"),
  };
  return log;
}

/** `12:04:07 warning  module: message key=value`. A line break in a message cannot forge a line of its own. */
export function textSink(write: (line: string) => void, now: () => Date = () => new Date()): LogSink {
  return (level, message, { module: moduleName, ...facts }) => {
    const pairs = Object.entries(facts).map(([key, value]) => ` ${key}=${quoted(value)}`);
    const subject = moduleName === undefined ? "" : `${moduleName}: `;
    write(`${clockTime(now())} ${level.padEnd(7)} ${oneLine(`${subject}${message}`)}${pairs.join("")}`);
  };
}

/** `[2024-12-08 10:30:15] [WARNING] message`, local time, without facts: what reads the log of the original reads this. */
export function seedSink(write: (line: string) => void, now: () => Date = () => new Date()): LogSink {
  return (level, message) =>
    write(`[${dateOf(now())} ${clockTime(now())}] [${SEED_LEVELS[level]}] ${oneLine(message)}`);
}

const SEED_LEVELS = {
  trace: "DEBUG",
  debug: "DEBUG",
  info: "INFO",
  warning: "WARNING",
  error: "ERROR",
  fatal: "ERROR",
} as const satisfies Readonly<Record<LogLevel, string>>;

/** One JSON object a line, written before the call returns. */
export async function jsonSink(stderr: OutputStream): Promise<LogSink> {
  // CommonJS: in the bundle, its only export is the default one.
  const { default: pino } = await import("pino");
  const destination = { write: (line: string) => void stderr.write(line) };
  const logger = pino(
    {
      level: "trace",
      base: null,
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label === "warn" ? "warning" : label }) },
    },
    destination,
  );
  return (level, message, facts) => logger[level === "warning" ? "warn" : level](facts, message);
}

function quoted(value: string | number | boolean): string {
  const text = String(value);
  return /^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text);
}

function oneLine(message: string): string {
  return message.replaceAll(/\p{Cc}+/gu, " ").trimEnd();
}

function clockTime(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":");
}

function dateOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join("-");
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
