// One entry of the index, from JSON and back. The file is hostile until checked: it decides what is deleted and what is written
// where.

import { basename, join } from "node:path";
import type { BackupInfo, BackupType } from "../contract.js";
import { idOfName, isBackupId } from "./layout.js";

export type EntryReading =
  | { readonly ok: true; readonly backup: BackupInfo }
  | { readonly ok: false; readonly why: string };

const TYPES: readonly BackupType[] = ["file", "service", "database"];
/** The original wrote an empty one where it could not read what it had copied. That fits nothing, so nothing is restored from it. */
const CHECKSUM = /^([0-9a-f]{64})?$/;
const MAX_TEXT = 64 * 1024;

/** `folder` is where the index lies. Of `backup_path` only the name counts: the folder may have been moved since. */
export function readEntry(key: string, written: unknown, folder: string): EntryReading {
  if (!isRecord(written)) return wrong("is not an object");
  const { backup_id: backupId, timestamp, description, metadata, checksum } = written;
  const backupType = TYPES.find((type) => type === written["backup_type"]);
  const [sourcePath, name] = [written["source_path"], nameIn(written["backup_path"], key)];
  if (!isBackupId(key) || backupId !== key)
    return wrong("is not filed under its backup_id, or that is not 16 hex digits");
  if (!isTime(timestamp)) return wrong("has no timestamp in seconds");
  if (backupType === undefined) return wrong(`has a backup_type other than ${TYPES.join(", ")}`);
  if (!isText(description) || !isText(sourcePath)) return wrong("has no description or source_path");
  if (name === undefined) return wrong("has a backup_path that does not begin with its id");
  if (!isRecord(metadata) || !isText(metadata["module_name"])) return wrong("has no module_name in its metadata");
  if (typeof checksum !== "string" || !CHECKSUM.test(checksum)) return wrong("has no checksum");
  const backupPath = join(folder, name);
  const whole = Math.floor(timestamp);
  return {
    ok: true,
    backup: { backupId: key, timestamp: whole, backupType, description, sourcePath, backupPath, metadata, checksum },
  };
}

/** In the order that the index has always had. */
export function writtenEntry(backup: BackupInfo): Readonly<Record<string, unknown>> {
  return {
    backup_id: backup.backupId,
    timestamp: backup.timestamp,
    backup_type: backup.backupType,
    description: backup.description,
    source_path: backup.sourcePath,
    backup_path: backup.backupPath,
    metadata: backup.metadata,
    checksum: backup.checksum,
  };
}

function nameIn(path: unknown, id: string): string | undefined {
  if (!isText(path)) return undefined;
  const name = basename(path);
  return idOfName(name) === id ? name : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < Number.MAX_SAFE_INTEGER;
}

/** What the index can hold. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT && !value.includes("\0");
}

function wrong(why: string): EntryReading {
  return { ok: false, why };
}
