// A question that only a person at a terminal can answer.

import { createInterface } from "node:readline";
import type { Session } from "./session.js";

/** `nobody`: stdin or stderr is no terminal. */
export type Consent = "yes" | "no" | "nobody";

/** The last line is the question, which begins the line that the answer ends. Anything but y or yes is a no, and so is no answer. */
export async function confirm({ io }: Session, lines: readonly string[]): Promise<Consent> {
  const isTerminal = "isTTY" in io.stdin && io.stdin.isTTY === true && io.stderr.isTTY === true;
  if (!isTerminal) return "nobody";
  io.stderr.write(lines.join("\n"));
  const reader = createInterface({ input: io.stdin });
  try {
    const answer = await new Promise<string>((resolve) => {
      reader.once("line", resolve);
      reader.once("close", () => resolve(""));
    });
    return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
  } finally {
    reader.close();
  }
}
