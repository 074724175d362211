// Where the system of a git module has come to an end outside of an update of modules, as by a `resume` or a way back, the global index
// of the modules is made to say what is installed now.

import type { AppContext } from "./context.js";
import type { RunResult } from "./run-deployment.js";

/** What begins the names of such systems. Written here, since most systems are none, and need not load what is about modules. */
const MODULES = "module.";

export async function noteModule(context: AppContext, { outcome, plan }: RunResult): Promise<void> {
  if (outcome !== "done" || plan === undefined || context.systemName?.startsWith(MODULES) !== true) return;
  const { noteInstalled } = await import("./modules/note-installed.js");
  noteInstalled(context, { name: context.systemName.slice(MODULES.length), plan });
}
