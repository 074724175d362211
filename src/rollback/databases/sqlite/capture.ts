// A SQLite database, page by page, as of one moment. A read transaction is held while the shell copies: without it, each write of another
// process starts the copy over, and under a busy writer it never ends. VACUUM INTO would hold one, too, but it packs the database
// anew: the order of its schema, and with it what `.dump` says, is then another.

import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { messageOf, OrchestratorError, unreachable } from "../../../base/index.js";
import type { SqliteDatabase } from "../../../model/index.js";
import type { Captured, Draft } from "../../contract.js";
import { digestOf, type Stored, store } from "../../stored/index.js";
import { captureFailed, unusable } from "../refusals.js";
import { configOf } from "../sources.js";
import { copyAttributes } from "./attributes.js";
import { type Place, placeOf } from "./place.js";
import { quoted, runSqlite, type ShellFault } from "./shell.js";

/** Twice the size, since a plain copy is there until its sealed form is complete, and whether there is one is not known here. */
export function estimateSqlite(source: SqliteDatabase): number {
  return 2 * placeOf(source.database).sizeBytes;
}

export async function captureSqlite(source: SqliteDatabase, draft: Draft, busySeconds: number): Promise<Captured> {
  const place = placeOf(source.database);
  const copy = `${draft.folder}/${draft.backupId}_db.sqlite`;
  try {
    const shape = await copyPages({ source, place, copy }, draft.signal, busySeconds);
    const { size } = await stat(copy);
    const { path: backupPath, checksum, sizeBytes } = await stored(copy, size, draft);
    await copyAttributes(place.realPath, backupPath);
    const metadata = metadataOf({ source, place, shape, size });
    return { sourcePath: source.database, backupPath, metadata, checksum, sizeBytes, warnings: [] };
  } catch (thrown) {
    if (thrown instanceof OrchestratorError || draft.signal.aborted) throw thrown;
    throw captureFailed(`SQLite database ${source.database} could not be captured: ${messageOf(thrown)}`);
  }
}

/** Where it is to be sealed, the plain copy lies in the folder for as long as that takes; the folder is its owner's alone. */
async function stored(copy: string, sizeBytes: number, draft: Draft): Promise<Stored> {
  if (draft.seal === undefined) return { path: copy, sizeBytes, checksum: await digestOf(copy, draft.signal) };
  try {
    return await store(createReadStream(copy, { highWaterMark: 256 * 1024 }), "db.sqlite", draft);
  } finally {
    await rm(copy, { force: true });
  }
}

interface Copying {
  readonly source: SqliteDatabase;
  readonly place: Place;
  readonly copy: string;
}

interface Shape {
  /** "wal", or one of those that are of a connection and not of the file. */
  readonly journalMode: string | undefined;
  readonly pageSize: number;
}

async function copyPages({ source, place, copy }: Copying, signal: AbortSignal, busySeconds: number): Promise<Shape> {
  const lines = [
    "PRAGMA journal_mode;",
    "PRAGMA page_size;",
    "BEGIN;",
    "SELECT count(*) FROM sqlite_master;",
    `.backup --async ${quoted(copy)}`,
    "COMMIT;",
  ];
  const answer = await runSqlite({ database: place.realPath, lines, busySeconds, signal });
  signal.throwIfAborted();
  switch (answer.kind) {
    case "done":
      return { journalMode: answer.lines[0], pageSize: Number(answer.lines[1]) };
    case "failed":
      throw refused(source.database, answer.fault, answer.text);
    default:
      return unreachable(answer);
  }
}

interface Described extends Omit<Copying, "copy"> {
  readonly shape: Shape;
  readonly size: number;
}

function metadataOf({ source, place, shape, size }: Described): Captured["metadata"] {
  return {
    ...{ db_type: source.type, db_config: configOf(source), size, real_path: place.realPath },
    ...(place.linkTarget === undefined ? {} : { link_target: place.linkTarget }),
    ...{ journal_mode: shape.journalMode === "wal" ? "wal" : "delete", page_size: shape.pageSize },
  };
}

function refused(path: string, fault: ShellFault, text: string): OrchestratorError {
  switch (fault) {
    case "locked":
      return captureFailed(`SQLite database ${path} is locked by another process`, "Stop what keeps it locked.");
    case "not-a-database":
      return unusable(`${path} is not a SQLite database`);
    case "damaged":
      return unusable(`SQLite database ${path} is damaged: ${text}`);
    case "unopened":
      return unusable(`SQLite database ${path} cannot be opened: ${text}`);
    case "other":
      return captureFailed(`SQLite database ${path} could not be captured: ${text}`);
    default:
      return unreachable(fault);
  }
}
