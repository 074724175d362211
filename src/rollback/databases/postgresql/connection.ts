// How libpq is told which database is meant. By its environment, where a command line would show names to every user of the machine;
// only beside a service file a connection string is needed, because the file would win over the environment.

import type { PostgresqlSource } from "../sources.js";

export interface Connection {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function connectionTo(source: PostgresqlSource): Connection {
  const inherited = inheritedEnvironment();
  const password = source.password === undefined ? {} : { PGPASSWORD: source.password };
  if (source.service !== undefined || inherited["PGSERVICE"] !== undefined) {
    return { args: [`--dbname=${connectionString(source)}`], env: { ...inherited, ...password } };
  }
  const { database, host, port, user } = source;
  const named = definedOnly({ PGDATABASE: database, PGHOST: host, PGPORT: port?.toString(), PGUSER: user });
  return { args: [], env: { ...inherited, ...named, ...password } };
}

/** Quoted, so that a name can never become another parameter or a second connection string. */
export function connectionString({ service, database, host, port, user }: PostgresqlSource): string {
  const parameters = definedOnly({ service, dbname: database, host, port: port?.toString(), user });
  return Object.entries(parameters)
    .map(([key, value]) => `${key}='${value.replace(/[\\']/g, "\\$&")}'`)
    .join(" ");
}

/** libpq's own variables, and where it finds `.pgpass`. A passwordless dialogue is all we lead. */
function inheritedEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => name.startsWith("PG") || name === "HOME");
  return { ...definedOnly(Object.fromEntries(kept)), PGAPPNAME: "update-orchestrator", PGCLIENTENCODING: "UTF8" };
}

function definedOnly(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
