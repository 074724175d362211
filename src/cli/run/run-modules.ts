// Runs an update of modules in front of a person or a script: signals in, progress on stderr, the answer on stdout.

import type { ExitCode } from "../../base/index.js";
import type { App, AppContext, ModulesLive, ModulesUpdate } from "../app-types.js";
import type { OutputFormat } from "../global-options.js";
import { answerUpdate } from "../render/modules/update.js";
import type { Session } from "../session.js";
import { openModulesProgress } from "./modules-progress.js";
import { watchSignals } from "./signals.js";
import { underWatch } from "./under-watch.js";

export interface Asked {
  readonly output: OutputFormat;
  /** Modules that were asked for by name: of each of them something is said. */
  readonly names: readonly string[];
}

export async function runModules(
  session: Session,
  asked: Asked,
  run: (app: App, context: AppContext, live: ModulesLive) => Promise<ModulesUpdate>,
): Promise<ExitCode> {
  const { app, context, log } = await session.open();
  const progress = openModulesProgress(session);
  const watch = watchSignals(session.signals, {
    onCancel: () =>
      log.warning("cancelling: modules that run are rolled back, no other begins; press Ctrl-C again to leave at once"),
    onLeave: () => log.warning("leaving; the next update, or resume, goes on from here"),
  });
  return await underWatch({
    watch,
    progress,
    run: () => run(app, context, { ...watch, view: progress }),
    answer: (update, leaveCode) => {
      answerUpdate(session, update, asked);
      return leaveCode ?? update.exitCode;
    },
  });
}
