// Completion scripts, generated from the command tree.

import type { Command } from "commander";
import { PROGRAM_NAMES } from "../io.js";
import { bashScript } from "./bash.js";
import { fishScript } from "./fish.js";
import { completionTree } from "./tree.js";
import { zshScript } from "./zsh.js";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** A script for the name it was asked under; it completes the other names as well, since they have the same commands. */
export function completionScript(shell: keyof typeof SCRIPTS, program: Command): string {
  const name = program.name();
  const otherNames = PROGRAM_NAMES.filter((other) => other !== name);
  return SCRIPTS[shell]({ name, otherNames }, completionTree(program));
}
