// A PostgreSQL database as pg_dump sees it: one snapshot, in which no writer of the application is waited for or seen half done. Roles
// and table spaces belong to the whole server, and are not in it.

import { type OrchestratorError, unreachable } from "../../../base/index.js";
import { startProgram } from "../../../programs/index.js";
import type { Captured, Draft } from "../../contract.js";
import { type Stored, store } from "../../stored/index.js";
import { captureFailed, unusable } from "../refusals.js";
import { configOf, type PostgresqlSource } from "../sources.js";
import { connectionTo } from "./connection.js";
import { type Complaint, complaintOf, postgresqlProgram, tooOld } from "./programs.js";
import { askServer, type ServerFacts } from "./server.js";

/** A migration that holds a table for itself is waited for this long. */
const LOCK_SECONDS = 30;

/** A dump is compressed and has no indexes: it is hardly ever larger. */
export async function estimatePostgresql(source: PostgresqlSource): Promise<number> {
  return (await factsOf(source)).sizeBytes;
}

export async function capturePostgresql(source: PostgresqlSource, draft: Draft): Promise<Captured> {
  const facts = await factsOf(source, draft.signal);
  const { path, checksum, sizeBytes } = await dump(source, draft);
  const metadata = {
    ...{ db_type: source.type, db_config: configOf(source), size: sizeBytes },
    has_public_schema: facts.hasPublicSchema,
  };
  return { sourcePath: source.database, backupPath: path, metadata, checksum, sizeBytes, warnings: [] };
}

async function dump(source: PostgresqlSource, draft: Draft): Promise<Stored> {
  const { args, env } = connectionTo(source);
  const program = startProgram({
    path: postgresqlProgram("pg_dump"),
    // Subscriptions cannot be dropped or made in a transaction, and hold a password of another server: they stay as they are.
    args: [...FORMAT, `--lock-wait-timeout=${LOCK_SECONDS * 1000}`, ...args],
    ...{ env, input: "", signal: draft.signal },
  });
  try {
    const stored = await store(program.stdout, "db.dump", draft);
    const end = await program.ended;
    if (end.kind === "exited" && end.exitCode === 0) return stored;
    throw tooOld(end) ?? refusedDump(source, complaintOf(end, source));
  } finally {
    program.end();
  }
}

const FORMAT = ["--format=custom", "--no-password", "--no-subscriptions"] as const;

async function factsOf(source: PostgresqlSource, signal?: AbortSignal): Promise<ServerFacts> {
  const answer = await askServer(source, signal);
  switch (answer.kind) {
    case "answered":
      return answer.facts;
    case "refused":
      throw unusable(`PostgreSQL database ${source.database} cannot be used: ${answer.complaint.text}`, PASSWORD_HINT);
    default:
      return unreachable(answer);
  }
}

const PASSWORD_HINT = "Check that the server runs. Passwords are taken from .pgpass or from a service file.";

function refusedDump(source: PostgresqlSource, { text }: Complaint): OrchestratorError {
  return captureFailed(`PostgreSQL database ${source.database} could not be captured: ${text}`);
}
