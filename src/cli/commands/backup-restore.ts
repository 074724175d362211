// `backup restore ID`: everything of a backup or rollback point comes back. What has been written since is lost by that, so a person
// is asked first, and a script says so with --yes.

import type { Command } from "commander";
import { EXIT, OrchestratorError } from "../../base/index.js";
import type { UnitView } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import { addOpenOptions, type OpenFlags, openPlaceOf, placeOf } from "./backup-flags.js";

interface RestoreFlags extends OpenFlags {
  readonly yes?: boolean;
  readonly output: OutputFormat;
}

export function registerBackupRestore(backup: Command, session: Session): void {
  const restore = backup
    .command("restore")
    .summary("bring back what was captured")
    .description(
      "Brings back everything of a backup or rollback point, to where it was captured. All of it is verified before anything is " +
        "touched. What has been written there since is lost: a terminal is asked first, and a script needs --yes.",
    )
    .argument("<id>", "of a backup or a rollback point")
    .option("-y, --yes", "do not ask");
  addOpenOptions(restore)
    .addOption(outputOption())
    .action(session.action((id: string, flags: RestoreFlags) => runRestore(session, id, flags)));
  addExamples(restore, session.io.programName, [
    ["what is there to bring back?", "backup list"],
    ["bring it back", "backup restore 904e65d2f1ecd874"],
    ["from a script", "backup restore --yes 904e65d2f1ecd874"],
  ]);
}

async function runRestore(session: Session, id: string, flags: RestoreFlags) {
  const { app, context } = await session.open();
  const unit = await app.showBackup(context, placeOf(flags), id);
  await consent(session, unit, flags);
  const place = openPlaceOf(flags);
  const [{ untilDone }, { answerRestored }] = await Promise.all([
    import("../run/until-done.js"),
    import("../render/backup.js"),
  ]);
  return untilDone(session, async (signal) => {
    answerRestored(session, await app.restoreBackup(context, { ...place, id, signal }), flags.output);
    return EXIT.done;
  });
}

/** Throws ARGUMENT_INVALID where nobody has agreed. */
async function consent(session: Session, unit: UnitView, { yes }: RestoreFlags): Promise<void> {
  if (yes === true) return;
  const [{ confirm }, { overwrittenLines }] = await Promise.all([
    import("../confirm.js"),
    import("../render/backup.js"),
  ]);
  const answer = await confirm(session, [...overwrittenLines(unit), "Go on? [y/N] "]);
  switch (answer) {
    case "yes":
      return;
    case "no":
      throw refused("the restore was not agreed to; nothing was touched", "Answer y, or give --yes.");
    case "nobody":
      throw refused("a restore overwrites what has been written since, and nobody is there to ask", "Give --yes.");
  }
}

function refused(message: string, hint: string): OrchestratorError {
  return new OrchestratorError({ code: "ARGUMENT_INVALID", message, hint });
}
