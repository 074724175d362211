// What a module prints, as a log has it: a line may say how severe it is, as `log_message` of the Python package writes it; and why a
// module failed is often the last thing it said.

import type { Log, LogFacts } from "../../base/index.js";

const LEVELS = { DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error" } as const;
const MARKED = /^(?:\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] )?\[(DEBUG|INFO|WARNING|ERROR)\] (.*)$/s;

export function logLine(log: Log, line: string, facts: LogFacts): void {
  const { level, text } = readLine(line);
  log[level](text, facts);
}

function readLine(line: string): { readonly level: (typeof LEVELS)[keyof typeof LEVELS]; readonly text: string } {
  const [, word, text = ""] = MARKED.exec(line) ?? [];
  const known = Object.entries(LEVELS).find(([name]) => name === word);
  return known === undefined ? { level: "info", text: line } : { level: known[1], text };
}

/** The last line of a Python traceback. */
const EXCEPTION = /^[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Fault)(?:: .*)?$/s;

/** What the interface itself says when it gives up. */
const REFUSAL = /^directory-module: [A-Za-z]+: (.+)$/s;

/** The module's own words where its last line is one of failure; otherwise what is known from outside. */
export function reasonOf({
  message,
  outputTail,
}: {
  readonly message: string;
  readonly outputTail: readonly string[];
}) {
  const last = outputTail.at(-1) ?? "";
  const [, refusal] = REFUSAL.exec(last) ?? [];
  if (refusal !== undefined) return refusal;
  const { level, text } = readLine(last);
  return level === "error" || EXCEPTION.test(last) ? text : message;
}
