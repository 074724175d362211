// What a document declares to be captured before a component is updated, and to come back with it.

export interface DeclaredPoint {
  /** Absolute paths of files and directories. */
  readonly files: readonly string[];
  /** Names of systemd units; `.service` is meant where no suffix is given. Started in this order, stopped in the reverse one. */
  readonly services: readonly string[];
  readonly databases: readonly DeclaredDatabase[];
}

export type DeclaredDatabase = PostgresqlDatabase | SqliteDatabase;

/** What is not given, libpq takes from its own environment and files (`PGHOST`, `.pgpass`, `pg_service.conf`). */
export interface PostgresqlDatabase {
  readonly type: "postgresql";
  readonly database: string;
  /** Host name, address, or absolute path of the socket's folder. */
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  /** Name of a section of pg_service.conf. */
  readonly service?: string;
}

export interface SqliteDatabase {
  readonly type: "sqlite";
  /** Absolute path of the database file. */
  readonly database: string;
}

/** Of every module, the newest few stay whatever their age; of the others those that are older go. */
export interface Retention {
  readonly maxAgeDays: number;
  readonly keepMinimum: number;
}

export const DEFAULT_RETENTION: Retention = { maxAgeDays: 30, keepMinimum: 5 };

export const DEFAULT_BACKUPS_FOLDER = "/var/backups/updates";
