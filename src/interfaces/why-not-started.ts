// Why an executable that is there could not be started. The system says ENOENT of it when what is missing is the
// interpreter that its first line names, which sends a person looking for the wrong file.

import { closeSync, openSync, readSync } from "node:fs";
import { messageOf, systemCodeOf } from "../base/index.js";
import { printable } from "./output.js";

/** Longer than any `#!` line that Linux reads. */
const FIRST_LINE_BYTES = 256;

export function whyNotStarted(file: string, thrown: unknown): string {
  const code = systemCodeOf(thrown);
  const line = code === "ENOENT" || code === "EACCES" ? interpreterLineOf(file) : undefined;
  if (line === undefined) return messageOf(thrown);
  const why = code === "ENOENT" ? "is not there" : "may not be executed";
  const carriageReturn = line.endsWith("\r") ? "; the line ends with a carriage return, as on Windows" : "";
  return `the interpreter that its first line names ${why}: ${printable(line)}${carriageReturn} (${file})`;
}

/** The `#!` line; undefined where there is none, or no file. */
function interpreterLineOf(file: string): string | undefined {
  const [line = ""] = beginningOf(file).split("\n");
  return line.startsWith("#!") ? line : undefined;
}

function beginningOf(file: string): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(FIRST_LINE_BYTES);
      return bytes.toString("utf8", 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return ""; // What the system said of starting it is then all that is known.
  }
}
