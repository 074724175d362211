// `backup create`: captures what is named now, all of it or nothing.

import { resolve } from "node:path";
import type { Command } from "commander";
import { EXIT } from "../../base/index.js";
import type { CreateBackupOptions } from "../app-types.js";
import { addExamples } from "../examples.js";
import { type OutputFormat, outputOption } from "../global-options.js";
import type { Session } from "../session.js";
import { collect } from "../trust-options.js";
import {
  addPlaceOption,
  backupPassphrase,
  type PlaceFlags,
  parseModule,
  placeOf,
  postgresqlDatabase,
} from "./backup-flags.js";

interface CreateFlags extends PlaceFlags {
  readonly module: string;
  readonly description?: string;
  readonly file?: readonly string[];
  readonly service?: readonly string[];
  readonly postgresql?: readonly string[];
  readonly sqlite?: readonly string[];
  readonly recipient?: readonly string[];
  readonly passphraseFile?: string;
  readonly allowMissing?: boolean;
  readonly output: OutputFormat;
}

export function registerBackupCreate(backup: Command, session: Session): void {
  const create = backup
    .command("create")
    .summary("capture what is named")
    .description(
      "Captures files, services and databases, and prints the id that restores them. Several of them are one rollback point: " +
        "all of it is captured, or nothing. What is encrypted is so for age recipients, or by a passphrase.",
    )
    .requiredOption(
      "--module <name>",
      "what the backup is for (required): backups are listed and kept by it",
      parseModule,
    )
    .option("--description <text>", "why it was made, for people");
  addSourceOptions(create);
  addPlaceOption(create)
    .addOption(outputOption())
    .action(session.action((flags: CreateFlags) => runCreate(session, flags)));
  addExamples(create, session.io.programName, [
    ["a file and a folder", "backup create --module app --file /etc/app.conf --file /opt/app"],
    [
      "a whole service, before it is migrated",
      "backup create --module app --file /etc/app --service app --postgresql app --description before-2.0",
    ],
    ["a database elsewhere", 'backup create --module app --postgresql "dbname=app host=db.example user=app"'],
  ]);
}

function addSourceOptions(create: Command): void {
  create
    .option("--file <path>", "a file or a folder; repeatable", collect)
    .option("--service <unit>", "whether a systemd unit is active and enabled; repeatable, in starting order", collect)
    .option(
      "--postgresql <database>",
      "a PostgreSQL database: its name, or dbname=… host=… port=…; repeatable",
      collect,
    )
    .option("--sqlite <path>", "a SQLite database; repeatable", collect)
    .option("--recipient <age1…>", "encrypt for whoever has the identity of this age recipient; repeatable", collect)
    .option("--passphrase-file <file>", "encrypt by the passphrase in its first line; - for the standard input")
    .option("--allow-missing", "capture that nothing is at a path, so that a restore removes what comes there");
}

async function runCreate(session: Session, flags: CreateFlags) {
  const options = optionsOf(flags);
  const { app, context } = await session.open();
  const [{ untilDone }, { answerBackedUp }] = await Promise.all([
    import("../run/until-done.js"),
    import("../render/backup.js"),
  ]);
  return untilDone(session, async (signal) => {
    answerBackedUp(session, await app.createBackup(context, { ...options, signal }), flags.output);
    return EXIT.done;
  });
}

function optionsOf(flags: CreateFlags): Omit<CreateBackupOptions, "signal"> {
  const { file = [], service = [], postgresql = [], sqlite = [], recipient = [] } = flags;
  const passphrase = backupPassphrase(flags.passphraseFile);
  const keys = { ...(recipient.length > 0 && { recipients: recipient }), ...passphrase };
  const databases = [
    ...postgresql.map(postgresqlDatabase),
    ...sqlite.map((path) => ({ type: "sqlite", database: resolve(path) }) as const),
  ];
  return {
    ...{ moduleName: flags.module, description: flags.description ?? "", databases, services: service },
    ...{ files: file.map((path) => resolve(path)), isMissingAllowed: flags.allowMissing === true },
    ...placeOf(flags),
    ...(Object.keys(keys).length > 0 && { keys }),
  };
}
