// `modules enable NAME` and `modules disable NAME`: whether updates touch a module.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import type { Session } from "../session.js";
import { addPlaceOptions, type PlaceFlags, placeOf } from "./modules-flags.js";

export function registerModulesSwitch(modules: Command, session: Session): void {
  addSwitch(modules, session, true);
  addSwitch(modules, session, false);
}

function addSwitch(modules: Command, session: Session, isEnabled: boolean): void {
  const verb = isEnabled ? "enable" : "disable";
  const command = modules
    .command(verb)
    .summary(isEnabled ? "let updates touch a module again" : "keep updates from touching a module")
    .description(
      isEnabled
        ? "Writes into the index.json of an installed module that it is enabled."
        : "Writes into the index.json of an installed module that it is disabled: it stays as it is, and updates leave it alone.",
    )
    .argument("<name>", "of the module");
  addPlaceOptions(command).action(
    session.action(async (name: string, flags: PlaceFlags) => {
      const { app, context } = await session.open();
      const isChanged = await app.switchModule(context, { ...placeOf(flags), name, isEnabled });
      const words = `${name} ${isChanged ? "is now" : "was already"} ${verb}d`;
      session.present(flags.output, { json: () => ({ name, isEnabled, isChanged }), human: () => [words] });
      return EXIT.done;
    }),
  );
  addExamples(command, session.io.programName, [[`${verb} one`, `modules ${verb} adblock`]]);
}
