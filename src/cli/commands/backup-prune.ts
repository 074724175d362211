// `backup prune`: removes old backups, and what a crash has left.

import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import { addPlaceOption, type PlaceFlags, parseAmount, placeOf } from "./backup-flags.js";

interface PruneFlags extends PlaceFlags {
  readonly maxAgeDays?: number;
  readonly keepMinimum?: number;
  readonly dryRun?: boolean;
  readonly output: OutputFormat;
}

export function registerBackupPrune(backup: Command, session: Session): void {
  const prune = backup
    .command("prune")
    .summary("remove old backups")
    .description(
      "Removes backups that are too old, but for the newest few of each module; a rollback point counts as one. Also removes what " +
        "a crash has left. The points of deployments stay: a deployment removes old ones at its end.",
    )
    .option("--max-age-days <number>", "older ones go; unless configured, 30", parseAmount)
    .option(
      "--keep-minimum <number>",
      "so many of each module stay whatever their age; unless configured, 5",
      parseAmount,
    )
    .option("--dry-run", "only say what would go");
  addPlaceOption(prune)
    .addOption(outputOption())
    .action(session.action((flags: PruneFlags) => runPrune(session, flags)));
  addExamples(prune, session.io.programName, [
    ["what would go?", "backup prune --dry-run"],
    ["all but the newest of each module", "backup prune --max-age-days 0 --keep-minimum 1"],
  ]);
}

async function runPrune(session: Session, flags: PruneFlags) {
  const { maxAgeDays, keepMinimum, dryRun: isDryRun = false } = flags;
  const { app, context } = await session.open();
  const [{ untilDone }, { answerPruned }] = await Promise.all([
    import("../run/until-done.js"),
    import("../render/backup.js"),
  ]);
  const rule = {
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    ...(keepMinimum === undefined ? {} : { keepMinimum }),
  };
  return untilDone(session, async (signal) => {
    const pruned = await app.pruneBackups(context, { ...placeOf(flags), ...rule, isDryRun, signal });
    answerPruned(session, pruned, { output: flags.output, isDryRun });
    return EXIT.done;
  });
}
