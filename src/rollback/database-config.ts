// A database as a caller of the library names it.

import { OrchestratorError } from "../base/index.js";
import type { DatabaseSource } from "./store/kinds.js";

export type DatabaseConfig = PostgresqlConfig | SqliteConfig;

/** What is not given, libpq takes from its own environment and files (`PGHOST`, `.pgpass`, `pg_service.conf`). */
export interface PostgresqlConfig {
  readonly type: "postgresql";
  readonly database: string;
  readonly host?: string;
  readonly port?: number | string;
  readonly user?: string;
  /** Given to the PostgreSQL programs in their environment, and stored nowhere; `.pgpass` is better. */
  readonly password?: string;
  /** Name of a section of pg_service.conf. */
  readonly service?: string;
}

export interface SqliteConfig {
  readonly type: "sqlite";
  readonly database: string;
}

/** Throws BACKUP_SOURCE_UNUSABLE. */
export function databaseSource(config: DatabaseConfig): DatabaseSource {
  if (config.type === "sqlite") return { type: "sqlite", database: config.database };
  const { port, ...others } = config;
  if (port === undefined) return others;
  const number = Number(port);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return { ...others, port: number };
  throw new OrchestratorError({
    code: "BACKUP_SOURCE_UNUSABLE",
    message: `the port of the database ${config.database} is not a number from 1 to 65535`,
    hint: "PostgreSQL usually listens on 5432.",
  });
}
