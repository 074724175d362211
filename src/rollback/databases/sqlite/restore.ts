// A SQLite database comes back by SQLite itself: its pages are copied into the database that is there, in one transaction. So a crash in
// the middle is rolled back by whoever opens it next, no -wal or -shm of other content can lie beside it, and a process that has it
// open sees the old content again instead of writing on into a file that has no name any more.
//
// Where there is no database to copy into (it is gone, or is none any more), the file is put in place instead.

import { lstatSync } from "node:fs";
import { readlink, rename, rm, symlink } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, OrchestratorError } from "../../../base/index.js";
import { syncFolder } from "../../../durable/index.js";
import type { OpenBackup, Restoration } from "../../contract.js";
import { checkDigest, damaged, isSealed, openPlain, readThrough } from "../../stored/index.js";
import { restoreFailed } from "../refusals.js";
import { copyAttributes } from "./attributes.js";
import { COMPANIONS, isRealPlace, strangerBeside } from "./place.js";
import { quoted, runSqlite, type ShellAnswer } from "./shell.js";
import { type PlainForm, plainForm, stage, stagingPath } from "./staging.js";

/** Without a key, what can be said of a sealed one is that it is as it was written. */
export async function verifySqlite(opened: OpenBackup): Promise<void> {
  await checkDigest(opened);
  if (opened.seal !== undefined && isSealed(opened.backup.backupPath))
    await readThrough(openPlain(opened), opened.signal);
}

export async function prepareSqlite(opened: OpenBackup, busySeconds: number): Promise<Restoration> {
  await verifySqlite(opened);
  const target = targetOf(opened);
  const plain = plainForm(opened, target.realPath);
  // Where its folder is missing, that comes back first, and the copy is made then.
  if (isRealPlace(target.realPath)) await plain.path();
  return { apply: () => restore({ opened, busySeconds, plain, ...target }), abandon: () => plain.remove() };
}

interface Target {
  readonly sourcePath: string;
  readonly realPath: string;
  readonly linkTarget: string | undefined;
  readonly journalMode: "wal" | "delete";
  readonly pageSize: unknown;
}

interface Restoring extends Target {
  readonly opened: OpenBackup;
  readonly busySeconds: number;
  readonly plain: PlainForm;
}

function targetOf({ backup }: OpenBackup): Target {
  const { metadata, sourcePath } = backup;
  const {
    real_path: realPath = sourcePath,
    link_target: linkTarget,
    journal_mode: mode,
    page_size: pageSize,
  } = metadata;
  if (typeof realPath !== "string" || !/^\/[^\0]+$/s.test(realPath)) {
    throw damaged(backup.backupId, "its entry names no path");
  }
  return {
    ...{ sourcePath, realPath, pageSize, journalMode: mode === "wal" ? "wal" : "delete" },
    linkTarget: typeof linkTarget === "string" && linkTarget !== "" ? linkTarget : undefined,
  };
}

async function restore(restoring: Restoring): Promise<void> {
  const { realPath } = restoring;
  try {
    if (!isRealPlace(realPath))
      throw failed(restoring, "its folder is not there, or a link leads elsewhere", UNCHANGED);
    if ((await copyInto(restoring)) === "no-database") await putInPlace(restoring);
    await relink(restoring);
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) throw thrown;
    throw failed(restoring, messageOf(thrown), "It is old or new as a whole");
  } finally {
    await restoring.plain.remove();
  }
}

/** Whether there was a database to copy into. */
async function copyInto(restoring: Restoring): Promise<"copied" | "no-database"> {
  const { opened, realPath, journalMode } = restoring;
  const found = lstatSync(realPath, { throwIfNoEntry: false });
  if (found === undefined || found.isSymbolicLink()) return "no-database";
  if (!found.isFile()) throw failed(restoring, "it is not a file any more", UNCHANGED);
  const stranger = strangerBeside(realPath);
  if (stranger !== undefined) throw failed(restoring, `${stranger} is not a file`, UNCHANGED);
  const before = await sqlite(restoring, ["PRAGMA journal_mode;", "PRAGMA page_size;"]);
  if (isNoDatabase(before)) return "no-database";
  const plain = await restoring.plain.path();
  const copied = await sqlite(restoring, [...withoutLog(before, restoring), `.restore ${quoted(plain)}`]);
  if (isNoDatabase(copied)) return "no-database";
  done(restoring, copied, UNCHANGED);
  const after = await sqlite(restoring, [`PRAGMA journal_mode=${journalMode};`]);
  done(restoring, after, `Its content is as captured, but its journal mode is not ${journalMode}`);
  await copyAttributes(opened.backup.backupPath, realPath);
  return "copied";
}

/** -wal, -shm and -journal belong to what is not there any more: SQLite would play them into the new file. */
async function putInPlace({ opened, realPath }: Restoring): Promise<void> {
  const staged = await stage(opened, realPath);
  for (const suffix of COMPANIONS) await rm(`${realPath}${suffix}`, { force: true });
  syncFolder(dirname(realPath));
  await rename(staged, realPath);
  syncFolder(dirname(realPath));
}

/** Pages of another size fit in only while there is no write-ahead log. */
function withoutLog(before: ShellAnswer, { pageSize }: Restoring): readonly string[] {
  if (before.kind === "failed") return [];
  const [journalMode, foundSize] = before.lines;
  return journalMode === "wal" && Number(foundSize) !== pageSize ? ["PRAGMA journal_mode=delete;"] : [];
}

/** A link that the update has led elsewhere leads to the captured file again. */
async function relink({ sourcePath, linkTarget, opened }: Restoring): Promise<void> {
  if (linkTarget === undefined || (await readlink(sourcePath).catch(() => undefined)) === linkTarget) return;
  const staged = `${stagingPath(opened, sourcePath)}.link`;
  await rm(staged, { force: true });
  await symlink(linkTarget, staged);
  await rename(staged, sourcePath);
  syncFolder(dirname(sourcePath));
}

function sqlite({ realPath, busySeconds }: Restoring, lines: readonly string[]): Promise<ShellAnswer> {
  return runSqlite({ database: realPath, lines, busySeconds });
}

function isNoDatabase(answer: ShellAnswer): boolean {
  return answer.kind === "failed" && (answer.fault === "not-a-database" || answer.fault === "damaged");
}

function done(restoring: Restoring, answer: ShellAnswer, state: string): void {
  if (answer.kind === "done") return;
  throw failed(restoring, answer.fault === "locked" ? "another process keeps it locked" : answer.text, state);
}

const UNCHANGED = "The database is as it was before the restore";

function failed({ sourcePath }: Restoring, why: string, state: string): OrchestratorError {
  return restoreFailed(
    `SQLite database ${sourcePath} could not be restored: ${why}`,
    state,
    "Stop what uses it, and restore again.",
  );
}
