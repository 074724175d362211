// `modules …`: the modules of a git repository, brought up to date one by one.

import { addExamples } from "../examples.js";
import type { Register } from "../session.js";
import { registerModulesInstalled } from "./modules-installed.js";
import { registerModulesSwitch } from "./modules-switch.js";
import { registerModulesCheck, registerModulesUpdate } from "./modules-update.js";

export const registerModules: Register = (program, session) => {
  const modules = program
    .command("modules")
    .summary("update modules from a git repository, each by itself")
    .description(
      "Compares the modules of a git repository with those that are installed, and brings each to the repository's version by " +
        "itself: its folder is replaced at once and run, and comes back with all that it names if that fails.",
    );
  registerModulesCheck(modules, session);
  registerModulesUpdate(modules, session);
  registerModulesInstalled(modules, session);
  registerModulesSwitch(modules, session);
  addExamples(modules, session.io.programName, [
    ["what is there to update?", "modules check"],
    ["update it", "modules update"],
    ["from a repository of one's own", "modules update --repo-url file:///srv/updates.git --branch stable"],
  ]);
};
