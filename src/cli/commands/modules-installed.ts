// `modules list` and `modules status NAME`: what is installed.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import type { Session } from "../session.js";
import { addPlaceOptions, type PlaceFlags, placeOf } from "./modules-flags.js";

export function registerModulesInstalled(modules: Command, session: Session): void {
  const list = modules
    .command("list")
    .summary("list the modules that are installed")
    .description("Lists the modules that are installed, with their versions. The repository is not asked.");
  addPlaceOptions(list).action(session.action((flags: PlaceFlags) => runList(session, flags)));
  const status = modules
    .command("status")
    .summary("show one module, and how its last update ended")
    .description(
      "Shows one module that is installed: its version, what is captured before it runs, how its last update ended.",
    )
    .argument("<name>", "of the module");
  addPlaceOptions(status).action(session.action((name: string, flags: PlaceFlags) => runStatus(session, name, flags)));
  addExamples(list, session.io.programName, [["what is installed?", "modules list"]]);
  addExamples(status, session.io.programName, [["why is it still the old version?", "modules status adblock"]]);
}

async function runList(session: Session, flags: PlaceFlags) {
  const { app, context } = await session.open();
  const { answerInstalled } = await import("../render/modules/installed.js");
  answerInstalled(session, await app.listModules(context, placeOf(flags)), flags.output);
  return EXIT.done;
}

async function runStatus(session: Session, name: string, flags: PlaceFlags) {
  const { app, context } = await session.open();
  const { answerModule } = await import("../render/modules/installed.js");
  const module = await app.moduleStatus(context, placeOf(flags), name);
  answerModule(session, module, flags.output);
  return module.last?.verdict === "inconsistent" ? EXIT.inconsistent : EXIT.done;
}
