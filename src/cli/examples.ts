// The examples at the end of a command's help: what to type, and what it does.

import type { Command } from "commander";

export type Example = readonly [what: string, line: string];

export function addExamples(command: Command, programName: string, examples: readonly Example[]): void {
  const lines = examples.flatMap(([what, line]) => [`  # ${what}`, `  ${programName} ${line}`]);
  command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}
