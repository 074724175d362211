// `backup list`, `show` and `verify`: what backups there are, and whether they are as they were written.

import { type Command, Option } from "commander";
import { EXIT } from "../../base/index.js";
import type { BackupView } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import {
  addOpenOptions,
  addPlaceOption,
  type OpenFlags,
  openPlaceOf,
  type PlaceFlags,
  placeOf,
} from "./backup-flags.js";

interface ListFlags extends PlaceFlags {
  readonly module?: string;
  readonly type?: BackupView["type"];
  readonly output: OutputFormat;
}

export function registerBackupList(backup: Command, session: Session): void {
  const list = backup
    .command("list")
    .summary("list the backups, newest first")
    .description("Lists the backups, newest first. Those of one rollback point begin with the same id.")
    .option("--module <name>", "only those of this module")
    .addOption(new Option("--type <type>", "only those of this type").choices(["file", "service", "database"]));
  addPlaceOption(list)
    .addOption(outputOption())
    .action(session.action((flags: ListFlags) => runList(session, flags)));
  addExamples(list, session.io.programName, [
    ["all of them", "backup list"],
    ["the databases of one module", "backup list --module app --type database"],
  ]);
}

async function runList(session: Session, flags: ListFlags) {
  const { app, context } = await session.open();
  const { answerBackups } = await import("../render/backup.js");
  const { module: moduleName, type: backupType } = flags;
  const filter = { ...(moduleName && { moduleName }), ...(backupType && { backupType }) };
  answerBackups(session, await app.listBackups(context, { ...placeOf(flags), ...filter }), flags.output);
  return EXIT.done;
}

interface ShowFlags extends PlaceFlags {
  readonly output: OutputFormat;
}

export function registerBackupShow(backup: Command, session: Session): void {
  const show = backup
    .command("show")
    .summary("show one backup or rollback point")
    .description("Shows one backup, or a rollback point with all of its backups.")
    .argument("<id>", "of a backup or a rollback point");
  addPlaceOption(show)
    .addOption(outputOption())
    .action(
      session.action(async (id: string, flags: ShowFlags) => {
        const { app, context } = await session.open();
        const { answerUnit } = await import("../render/backup.js");
        answerUnit(session, await app.showBackup(context, placeOf(flags), id), flags.output);
        return EXIT.done;
      }),
    );
  addExamples(show, session.io.programName, [["what would come back?", "backup show 904e65d2f1ecd874"]]);
}

interface VerifyFlags extends OpenFlags {
  readonly output: OutputFormat;
}

export function registerBackupVerify(backup: Command, session: Session): void {
  const verify = backup
    .command("verify")
    .summary("check that backups are as they were written")
    .description(
      "Compares backups with their digests; without an id, all of them. Exits with 1 if one is damaged, or cannot be judged. Of an " +
        "encrypted one the content is read as well where something is given to open it with.",
    )
    .argument("[id...]", "of backups and rollback points");
  addOpenOptions(verify)
    .addOption(outputOption())
    .action(session.action((ids: readonly string[], flags: VerifyFlags) => runVerify(session, ids, flags)));
  addExamples(verify, session.io.programName, [
    ["all of them", "backup verify"],
    ["one, from a script", "backup verify 904e65d2f1ecd874 > /dev/null && echo sound"],
  ]);
}

async function runVerify(session: Session, ids: readonly string[], flags: VerifyFlags) {
  const place = openPlaceOf(flags);
  const { app, context } = await session.open();
  const [{ untilDone }, { answerVerified }] = await Promise.all([
    import("../run/until-done.js"),
    import("../render/backup.js"),
  ]);
  return untilDone(session, async (signal) => {
    const verified = await app.verifyBackups(context, { ...place, ids, signal });
    answerVerified(session, verified, flags.output);
    return verified.some(({ fault }) => fault !== undefined) ? EXIT.failed : EXIT.done;
  });
}
