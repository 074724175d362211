// Options that several of the `backup` commands take, and what is made of them.

import { type Command, InvalidArgumentError } from "commander";
import { messageOf, OrchestratorError } from "../../base/index.js";
import type { BackupPlace, PostgresqlDatabase } from "../app-types.js";
import { passphraseIn } from "../passphrase.js";

export interface PlaceFlags {
  readonly backupDir?: string;
}

export interface OpenFlags extends PlaceFlags {
  readonly identity?: string;
  readonly passphraseFile?: string;
}

export function addPlaceOption(command: Command): Command {
  return command.option("--backup-dir <dir>", "folder of the backups (default: /var/backups/updates)");
}

export function addOpenOptions(command: Command): Command {
  return addPlaceOption(command)
    .option("--identity <file>", "file with the age identity that opens encrypted backups")
    .option("--passphrase-file <file>", "file whose first line is the passphrase; - for the standard input");
}

export function placeOf({ backupDir }: PlaceFlags): BackupPlace {
  return backupDir === undefined ? {} : { backupDir };
}

export function openPlaceOf({ identity, passphraseFile, ...place }: OpenFlags): BackupPlace {
  const keys = {
    ...(identity === undefined ? {} : { identityPath: identity }),
    ...backupPassphrase(passphraseFile),
  };
  return { ...placeOf(place), ...(Object.keys(keys).length === 0 ? {} : { keys }) };
}

/** That of a private key, which the environment may hold, is not meant. Throws BACKUP_KEY_INVALID. */
export function backupPassphrase(path: string | undefined): { readonly passphrase?: string } {
  try {
    return passphraseIn(path);
  } catch (thrown) {
    throw new OrchestratorError({
      code: "BACKUP_KEY_INVALID",
      message: messageOf(thrown),
      hint: "Name a file whose first line is the passphrase.",
    });
  }
}

const PARAMETERS = ["dbname", "host", "port", "user", "service"] as const;

/** `app`, or libpq's words: `dbname=app host=/run/postgresql port=5433 user=app`. Throws ARGUMENT_INVALID, without the text. */
export function postgresqlDatabase(text: string): PostgresqlDatabase {
  if (text.includes("://")) throw notADatabase("a URI is not taken, since it may hold a password");
  if (!text.includes("=")) return { type: "postgresql", database: text };
  const words = new Map(text.trim().split(/\s+/).map(parameter));
  const [database, port] = [words.get("dbname"), words.get("port")];
  if (database === undefined) throw notADatabase("there is no dbname");
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) throw notADatabase("the port is no number");
  const named = ["host", "user", "service"].flatMap((key) => (words.has(key) ? [[key, words.get(key)]] : []));
  return { type: "postgresql", database, ...Object.fromEntries(named), ...(port && { port: Number(port) }) };
}

function parameter(word: string): readonly [string, string] {
  const equals = word.indexOf("=");
  const key = word.slice(0, Math.max(0, equals));
  if (key === "password")
    throw notADatabase("a password does not belong on a command line; .pgpass is the place for it");
  if (!PARAMETERS.some((known) => known === key)) throw notADatabase("there is a word that is none of these");
  return [key, word.slice(equals + 1)];
}

function notADatabase(why: string): OrchestratorError {
  return new OrchestratorError({
    code: "ARGUMENT_INVALID",
    message: `--postgresql does not name a database: ${why}`,
    hint: `Write its name, or "dbname=app host=db.example"; there are ${PARAMETERS.join(", ")}.`,
  });
}

/** Not nothing. */
export function parseModule(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("It is a name.");
}

/** A number of at least 0. */
export function parseAmount(text: string): number {
  if (/^\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a number of at least 0.");
}
