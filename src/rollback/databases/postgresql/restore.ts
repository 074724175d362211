// A PostgreSQL database comes back in one transaction: everything of it is dropped and made again as the dump has it, or nothing is
// changed. The commit is the last thing that psql is given, and only once the whole dump has been read: if we die before, psql
// loses its input, and the server rolls back.

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { messageOf, OrchestratorError, unreachable } from "../../../base/index.js";
import { type ProgramEnd, type RunningProgram, startProgram } from "../../../programs/index.js";
import type { OpenBackup, Restoration } from "../../contract.js";
import { WORK_FOLDER_PREFIX } from "../../store/layout.js";
import { canRead, checkDigest } from "../../stored/index.js";
import { restoreFailed } from "../refusals.js";
import type { PostgresqlSource } from "../sources.js";
import { connectionTo } from "./connection.js";
import { databaseSql, dumpAsSql, listDump, ownEntries, restorableEntries } from "./dump-text.js";
import { emptyDatabaseSql } from "./empty-database.js";
import { type Complaint, complaintOf, PSQL_ARGS, postgresqlProgram } from "./programs.js";
import { askServer, type ServerFacts } from "./server.js";

/** Deadlocks and locks of sessions that came back in the meantime: another try ends these, too. */
const ATTEMPTS = 3;
const TRANSIENT = new Set(["40P01", "40001", "55P03"]);
/** The commit is in the last few hundred bytes that pg_restore writes. */
const HELD_BACK_BYTES = 16 * 1024;

/** Without a key, what can be said of a sealed one is that it is as it was written. */
export async function verifyPostgresql(opened: OpenBackup): Promise<void> {
  await checkDigest(opened);
  if (canRead(opened)) await listDump(opened);
}

/** The server is not asked before it is time: it may be one of the services that are down until then. */
export async function preparePostgresql(source: PostgresqlSource, opened: OpenBackup): Promise<Restoration> {
  postgresqlProgram("psql");
  await checkDigest(opened);
  const list = await listDump(opened);
  return {
    apply: () => inFolder(opened, (folder) => restore({ source, opened, list, folder })),
    abandon: async () => undefined,
  };
}

interface Restoring {
  readonly source: PostgresqlSource;
  readonly opened: OpenBackup;
  readonly list: readonly string[];
  /** For the lists that pg_restore reads from files. */
  readonly folder: string;
}

async function restore(restoring: Restoring): Promise<void> {
  const answer = await askServer(restoring.source);
  switch (answer.kind) {
    case "refused":
      throw unchanged(restoring, answer.complaint);
    case "answered":
      return restoreInto(restoring, answer.facts);
    default:
      return unreachable(answer);
  }
}

async function restoreInto(restoring: Restoring, facts: ServerFacts): Promise<void> {
  const { opened, list, folder } = restoring;
  const listFile = await written(join(folder, "entries"), restorableEntries(list, facts));
  const preamble = emptyDatabaseSql({
    hasPublicSchema: opened.backup.metadata["has_public_schema"] !== false,
    isWhole: facts.ownsDatabase,
  });
  const own = facts.ownsDatabase ? await propertiesOf(restoring, facts.isSuperuser) : "";
  for (let attempt = 1; ; attempt += 1) {
    const complaint = await pour(restoring, preamble + own, listFile);
    if (complaint === undefined) return;
    if (attempt === ATTEMPTS || !TRANSIENT.has(complaint.sqlState ?? "")) throw unchanged(restoring, complaint);
  }
}

async function propertiesOf({ opened, list, folder }: Restoring, isSuperuser: boolean): Promise<string> {
  const entries = ownEntries(list);
  if (entries.length === 0) return "";
  return databaseSql(opened, await written(join(folder, "properties"), entries), isSuperuser);
}

/** Resolves to what the server refused, if it did. */
async function pour(restoring: Restoring, preamble: string, listFile: string): Promise<Complaint | undefined> {
  const { source, opened } = restoring;
  const { args, env } = connectionTo(source);
  const psql = startProgram({ path: postgresqlProgram("psql"), args: [...PSQL_ARGS, ...args], env });
  psql.stdout.resume();
  const dump = dumpAsSql(opened, listFile);
  try {
    await write(psql.stdin, preamble);
    const commit = await pourAllButTheEnd(dump, psql.stdin);
    const isWhole = isSuccess(await dump.ended) && /^COMMIT;$/m.test(commit.toString("latin1"));
    if (isWhole) psql.stdin.end(commit);
    else if (!psql.stdin.destroyed) psql.end();
    const end = await psql.ended;
    if (isSuccess(end) && isWhole) return undefined;
    return isWhole || end.kind === "exited" ? complaintOf(end, source) : complaintOf(await dump.ended, source);
  } catch (thrown) {
    psql.end();
    if (thrown instanceof OrchestratorError) throw thrown;
    throw unchanged(restoring, { text: messageOf(thrown) });
  } finally {
    dump.end();
    await psql.ended.catch(() => undefined);
  }
}

async function pourAllButTheEnd(dump: RunningProgram, psql: Writable): Promise<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of dump.stdout as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk]);
    if (held.length <= HELD_BACK_BYTES) continue;
    const isOpen = await write(psql, held.subarray(0, held.length - HELD_BACK_BYTES));
    held = held.subarray(held.length - HELD_BACK_BYTES);
    if (!isOpen) break;
  }
  return held;
}

/** At the reader's pace. False: it has left, and how it ended says why. */
async function write(to: Writable, what: string | Buffer): Promise<boolean> {
  if (to.destroyed) return false;
  if (!to.write(what)) await drained(to);
  return !to.destroyed;
}

async function drained(to: Writable): Promise<void> {
  if (to.destroyed) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(to, "drain", { signal }), once(to, "close", { signal })]).catch(() => undefined);
  settled.abort();
}

function isSuccess(end: ProgramEnd): boolean {
  return end.kind === "exited" && end.exitCode === 0;
}

async function written(path: string, lines: readonly string[]): Promise<string> {
  await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  return path;
}

/** Beside the backup, where the next capture or `prune` removes it after a crash. */
async function inFolder({ backup }: OpenBackup, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(dirname(backup.backupPath), WORK_FOLDER_PREFIX));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function unchanged({ source }: Restoring, { text, sqlState }: Complaint): OrchestratorError {
  const hint =
    sqlState === "55P03"
      ? "Another session holds a lock that this role may not end: stop what uses the database, and restore again."
      : "Mend what the server names, and restore again.";
  return restoreFailed(`PostgreSQL database ${source.database} could not be restored: ${text}`, UNCHANGED, hint);
}

const UNCHANGED = "The database is as it was before the restore";
