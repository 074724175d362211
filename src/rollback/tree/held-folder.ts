// A folder held open, reached from the root without following a single link. What is done in it goes through its descriptor, so that
// nobody who owns a folder on the way can lead a restore elsewhere by putting a link in its place.

import { chmodSync, chownSync, closeSync, constants, lstatSync, mkdirSync, openSync, rmdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { systemCodeOf } from "../../base/index.js";
import { fault } from "./faults.js";
import type { FolderAbove } from "./source-path.js";

export interface HeldFolder {
  /** The path of a name in it, for this process and for those that it starts. */
  at(name: string): string;
  close(): void;
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Undefined where it is not there. Throws BACKUP_RESTORE_FAILED where a link or a file is in its place. */
export function holdFolder(path: string): HeldFolder | undefined {
  let descriptor = openSync("/", FOLDER);
  for (const part of path.split("/").filter((name) => name !== "")) {
    const above = descriptor;
    try {
      descriptor = openSync(`/proc/self/fd/${above}/${part}`, FOLDER);
    } catch (thrown) {
      const code = systemCodeOf(thrown);
      if (code === "ENOENT") return undefined;
      throw code === "ENOTDIR" || code === "ELOOP" ? inTheWay(path, part) : thrown;
    } finally {
      closeSync(above);
    }
  }
  const held = descriptor;
  return { at: (name) => `/proc/${process.pid}/fd/${held}/${name}`, close: () => closeSync(held) };
}

/** Makes folders that are gone, as they were. Answers with the paths of those that it made. Throws BACKUP_RESTORE_FAILED as above. */
export function makeAgain(above: readonly FolderAbove[]): readonly string[] {
  return above.flatMap(({ path, mode, uid, gid }) => {
    const parent = holdFolder(dirname(path));
    if (parent === undefined) throw fault("BACKUP_RESTORE_FAILED", `${dirname(path)} does not exist any more`);
    try {
      const folder = parent.at(basename(path));
      const present = lstatSync(folder, { throwIfNoEntry: false });
      if (present?.isDirectory() === true) return [];
      if (present !== undefined) throw inTheWay(path, basename(path));
      mkdirSync(folder, { mode: 0o700 });
      chownSync(folder, uid, gid);
      chmodSync(folder, mode);
      return [path];
    } finally {
      parent.close();
    }
  });
}

/** Those that are empty, the lowest first. */
export function removeMade(paths: readonly string[]): void {
  for (const path of [...paths].reverse()) {
    try {
      removeEmpty(path);
    } catch {
      return; // Something is in it by now, or no folder leads to it any more.
    }
  }
}

function removeEmpty(path: string): void {
  const parent = holdFolder(dirname(path));
  try {
    if (parent !== undefined) rmdirSync(parent.at(basename(path)));
  } finally {
    parent?.close();
  }
}

function inTheWay(path: string, part: string) {
  return fault("BACKUP_RESTORE_FAILED", `On the way to ${path}, ${part} is no folder any more.`, {
    hint: "It was a folder when the backup was made. Put it back, and restore again.",
  });
}
