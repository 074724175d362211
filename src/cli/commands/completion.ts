// `completion SHELL`: a script that completes this program's commands and options, made from the command tree itself.

import { Argument } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import type { Register } from "../session.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export const registerCompletion: Register = (program, session) => {
  const command = program
    .command("completion")
    .summary("print a completion script for a shell")
    .description("Prints a script that completes commands, options and files.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .action(
      session.action(async (shell: Shell) => {
        const { completionScript } = await import("../completion/index.js");
        session.answer(completionScript(shell, program));
        return EXIT.done;
      }),
    );
  addExamples(command, session.io.programName, [
    ["this bash session", `completion bash > ~/.orchestrator-completion && . ~/.orchestrator-completion`],
    ["fish, for good", `completion fish > ~/.config/fish/completions/${session.io.programName}.fish`],
    ["zsh: a folder of $fpath", `completion zsh > ~/.zfunc/_${session.io.programName}`],
  ]);
};
