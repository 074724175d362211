// What must be known of a database before it is captured or brought back, asked in one query.

import { runProgram } from "../../../programs/index.js";
import { isRecord, type PostgresqlSource } from "../sources.js";
import { connectionTo } from "./connection.js";
import { type Complaint, complaintOf, PSQL_ARGS, postgresqlProgram } from "./programs.js";

export interface ServerFacts {
  readonly sizeBytes: number;
  /** A dump does not tell an empty schema `public` from none. */
  readonly hasPublicSchema: boolean;
  readonly isSuperuser: boolean;
  readonly ownsDatabase: boolean;
  /** Extensions that somebody else installed: they stay, and nothing may be said about them. */
  readonly foreignExtensions: readonly string[];
  /** Schemas that stay for that reason, or because they are somebody else's; `public` stays always. */
  readonly keptSchemas: readonly string[];
}

export type Answer =
  | { readonly kind: "answered"; readonly facts: ServerFacts }
  | { readonly kind: "refused"; readonly complaint: Complaint };

export async function askServer(source: PostgresqlSource, signal?: AbortSignal): Promise<Answer> {
  const { args, env } = connectionTo(source);
  const end = await runProgram({
    ...{ path: postgresqlProgram("psql"), args: [...PSQL_ARGS, ...args], input: QUERY },
    ...{ env: { ...env, PGCONNECT_TIMEOUT: env["PGCONNECT_TIMEOUT"] ?? "30" } },
    ...(signal === undefined ? {} : { signal }),
  });
  const facts = end.kind === "exited" && end.exitCode === 0 ? factsIn(end.stdout) : undefined;
  return facts === undefined ? { kind: "refused", complaint: complaintOf(end, source) } : { kind: "answered", facts };
}

function factsIn(text: string): ServerFacts | undefined {
  const answer: unknown = JSON.parse(text);
  if (!isRecord(answer)) return undefined;
  return {
    sizeBytes: Number(answer["size"]),
    hasPublicSchema: answer["public"] === true,
    isSuperuser: answer["superuser"] === true,
    ownsDatabase: answer["owner"] === true,
    foreignExtensions: namesIn(answer["extensions"]),
    keptSchemas: namesIn(answer["schemas"]),
  };
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Nothing but pg_catalog is looked up in: functions of the same names elsewhere may be anybody's. */
const QUERY = `
SET search_path = pg_catalog;
SELECT json_build_object(
  'size', pg_database_size(current_database()),
  'public', EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public'),
  'superuser', current_setting('is_superuser') = 'on',
  'owner', (SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()),
  'extensions', (SELECT json_agg(extname) FROM pg_extension WHERE NOT pg_has_role(extowner, 'USAGE')),
  'schemas', (SELECT json_agg(nspname) FROM pg_namespace n WHERE nspname = 'public' OR NOT pg_has_role(nspowner, 'USAGE')
    OR EXISTS (SELECT FROM pg_extension WHERE extnamespace = n.oid AND NOT pg_has_role(extowner, 'USAGE'))));
`;
