// `backups_index.json`: what backups there are. It is the only word on that: a file beside it that it does not name is left from a
// crash. Entries that are not changed are written again as they were read, with keys of a user's own.

import { constants, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import { readRegularFile } from "../../durable/index.js";
import type { BackupInfo } from "../contract.js";
import { isRecord, readEntry, writtenEntry } from "./entry.js";
import { idOfName, indexPath } from "./layout.js";
import { unwritable } from "./refusals.js";

export interface IndexEntry {
  readonly backup: BackupInfo;
  readonly written: Readonly<Record<string, unknown>>;
}

/** By id, oldest first. */
export type Index = ReadonlyMap<string, IndexEntry>;

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 100_000;

/** Throws BACKUP_INDEX_DAMAGED, BACKUP_UNWRITABLE. A folder that is not there has no backups. */
export function readIndex(folder: string): Index {
  const text = readIfPresent(folder);
  if (text === undefined) return new Map();
  const entries = Object.entries(parsed(text, folder));
  if (entries.length > MAX_ENTRIES) throw damaged(folder, `has more than ${MAX_ENTRIES} entries`);
  return new Map(entries.map(([key, written]) => [key, entryOf(key, written, folder)]));
}

export function hasIndex(folder: string): boolean {
  return statSync(indexPath(folder), { throwIfNoEntry: false }) !== undefined;
}

export function indexText(index: Index): string {
  const written = [...index].map(([id, entry]): [string, unknown] => [id, entry.written]);
  return `${JSON.stringify(Object.fromEntries(written), null, 2)}\n`;
}

/** Throws BACKUP_FAILED where it could not be read again: then all backups would be out of reach. */
export function withBackups(index: Index, backups: readonly BackupInfo[]): Index {
  const added = backups.map((backup): [string, IndexEntry] => [
    backup.backupId,
    { backup, written: readableEntry(backup) },
  ]);
  const whole = new Map([...index, ...added]);
  if (whole.size > MAX_ENTRIES || Buffer.byteLength(indexText(whole)) > MAX_BYTES)
    throw unreadable("the index of the backups is full");
  return whole;
}

function readableEntry(backup: BackupInfo): Readonly<Record<string, unknown>> {
  const written = writtenEntry(backup);
  const reading = readEntry(backup.backupId, written, dirname(backup.backupPath));
  if (!reading.ok) throw unreadable(`the backup of ${backup.sourcePath.slice(0, 200)} ${reading.why}`);
  return written;
}

function unreadable(message: string): OrchestratorError {
  const hint = "Remove old backups with `orchestrator backup prune`, or use another folder.";
  return new OrchestratorError({ code: "BACKUP_FAILED", message, hint });
}

export function withoutBackups(index: Index, ids: ReadonlySet<string>): Index {
  return new Map([...index].filter(([id]) => !ids.has(id)));
}

function entryOf(key: string, written: unknown, folder: string): IndexEntry {
  const reading = readEntry(key, written, folder);
  if (!reading.ok) throw damaged(folder, `is damaged: the entry ${JSON.stringify(key.slice(0, 40))} ${reading.why}`);
  return { backup: reading.backup, written: isRecord(written) ? written : {} };
}

function readIfPresent(folder: string): string | undefined {
  const path = indexPath(folder);
  try {
    // A link would be replaced by the next backup, and what it leads to would go on without the index.
    return readRegularFile(path, MAX_BYTES, constants.O_NOFOLLOW).toString("utf8");
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === undefined) throw damaged(folder, `cannot be read: ${messageOf(thrown)}`);
    if (code !== "ENOENT") throw unwritable(path, thrown);
    // It is made before the first backup, so that without it nobody takes all backups for what a crash has left.
    if (hasBackups(folder)) throw damaged(folder, "is gone, though there are files of backups");
    return undefined;
  }
}

function hasBackups(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => idOfName(name) !== undefined);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return false;
    throw unwritable(folder, thrown);
  }
}

function parsed(text: string, folder: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (thrown) {
    throw damaged(folder, `is not JSON: ${messageOf(thrown).slice(0, 200)}`);
  }
  throw damaged(folder, "is not a JSON object");
}

function damaged(folder: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_INDEX_DAMAGED",
    message: `the index of the backups ${why}`,
    hint: "Repair it, or bring back a copy of it; the backups themselves lie beside it. Nothing is removed until it can be read.",
    location: { file: indexPath(folder) },
  });
}
