// What a database is named by: as it is captured, and as it is read back from the index, which anybody may have written.

import type { PostgresqlDatabase, SqliteDatabase } from "../../model/index.js";
import type { BackupInfo } from "../contract.js";
import { damaged } from "../stored/index.js";

/** A literal password is of the library alone; it reaches the environment of a child and nothing else. */
export interface PostgresqlSource extends PostgresqlDatabase {
  readonly password?: string;
}

export type DatabaseSource = PostgresqlSource | SqliteDatabase;

/** As `metadata.db_config` has it: never with a password. */
export function configOf(source: DatabaseSource): Readonly<Record<string, unknown>> {
  if (source.type === "sqlite") return { type: source.type, database: source.database };
  const { password: _, ...config } = source;
  return config;
}

/** Throws BACKUP_DAMAGED. */
export function sourceOf({ backupId, metadata }: BackupInfo): DatabaseSource {
  const config = metadata["db_config"];
  if (!isRecord(config) || !isText(config["database"])) throw damaged(backupId, "its entry names no database");
  const { type, database } = config;
  if (type === "sqlite") return { type, database };
  if (type === "postgresql") return { type, database, ...connectionIn(config) };
  throw damaged(backupId, "its entry has no type of database that is known here");
}

function connectionIn(config: Readonly<Record<string, unknown>>): Omit<PostgresqlDatabase, "type" | "database"> {
  const { host, user, service } = config;
  const port = Number(config["port"]); // the original has it as text
  return {
    ...(isText(host) ? { host } : {}),
    ...(isText(user) ? { user } : {}),
    ...(isText(service) ? { service } : {}),
    ...(Number.isInteger(port) && port > 0 && port < 65536 ? { port } : {}),
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** NUL cannot be part of an argument, and an empty name stands for something else. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !value.includes("\0");
}
