// The command tree. Only names, arguments and help are made here; what a command does is loaded when it is run.

import { Command, type Option } from "commander";
import { registerArtifact } from "./commands/artifact.js";
import { registerBackup } from "./commands/backup.js";
import { registerBundle } from "./commands/bundle.js";
import { registerCompletion } from "./commands/completion.js";
import { registerConstraints } from "./commands/constraints.js";
import { registerHistory } from "./commands/history.js";
import { registerInstall } from "./commands/install.js";
import { registerInterface } from "./commands/interface.js";
import { registerKeys } from "./commands/keys.js";
import { registerManifest } from "./commands/manifest.js";
import { registerModules } from "./commands/modules.js";
import { registerPlan } from "./commands/plan.js";
import { registerResume } from "./commands/resume.js";
import { registerRollback } from "./commands/rollback.js";
import { registerShowInventory, registerShowProvides } from "./commands/show-facts.js";
import { registerStatus } from "./commands/status.js";
import { registerValidate } from "./commands/validate.js";
import { addExamples } from "./examples.js";
import { addGlobalOptions } from "./global-options.js";
import type { Io } from "./io.js";
import type { Register, Session } from "./session.js";

const GROUPS: readonly (readonly [heading: string, commands: readonly Register[]])[] = [
  ["Update a system:", [registerPlan, registerInstall, registerResume, registerRollback]],
  ["Update modules from a git repository:", [registerModules]],
  ["See what is and what was:", [registerStatus, registerHistory, registerShowProvides, registerShowInventory]],
  ["Keep data and bring it back:", [registerBackup]],
  [
    "Write manifests, artifacts and interfaces:",
    [registerValidate, registerConstraints, registerArtifact, registerBundle, registerInterface],
  ],
  ["Sign what is installed:", [registerManifest, registerKeys]],
  ["Shell:", [registerCompletion]],
];

export function createProgram(io: Io): Command {
  const program = new Command(io.programName);
  program
    .description("Brings a system of components to the versions a manifest declares, or all of it back.")
    .usage("[options] COMMAND")
    .version(io.programVersion, "--version", "print the version and exit")
    .helpOption("-h, --help", "show help; also after a command")
    .addHelpCommand(
      new Command("help")
        .argument("[command]")
        .summary("explain a command, as --help after it does")
        .helpGroup("Shell:"),
    )
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stdout.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .exitOverride();
  program.optionsGroup("Options of every command:");
  addGlobalOptions(program);
  addExamples(program, io.programName, [
    ["see what an install would do", "plan manifest.yaml"],
    ["do it", "install manifest.yaml"],
    ["after a power cut or a reboot in the middle", "resume"],
    ["why did the last one end as it did?", "history show last"],
  ]);
  return program;
}

/** What it is for, what it may be, and what it is when not given. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? "" : ` [${argChoices.join(", ")}]`;
  const isShown = typeof defaultValue === "string" || typeof defaultValue === "number";
  return `${description}${choices}${isShown ? ` (default: ${defaultValue})` : ""}`;
}

export function registerCommands(program: Command, session: Session): void {
  for (const [heading, commands] of GROUPS) {
    program.commandsGroup(heading);
    for (const register of commands) register(program, session);
  }
}
