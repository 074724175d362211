// What lies where in a folder of backups. The names are those of the utility that this one follows, so that tools which read its
// folders read ours.

import { join } from "node:path";

export const INDEX_FILE = "backups_index.json";
export const OPERATIONS_FILE = "operations.log";
export const LOCK_FILE = ".lock";
/** Of folders in which a restore works. One restore runs at a time, so what has this name when another begins is left from a crash. */
export const WORK_FOLDER_PREFIX = "restoring-";

const ID = /^[0-9a-f]{16}$/;
const NAME = /^([0-9a-f]{16})_/;

export function isBackupId(text: string): boolean {
  return ID.test(text);
}

/** Whose file or folder that is; undefined for names that are none of ours. */
export function idOfName(name: string): string | undefined {
  return NAME.exec(name)?.[1];
}

export function indexPath(folder: string): string {
  return join(folder, INDEX_FILE);
}
