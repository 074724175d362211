// What was read of a stored tree against its listing, and the listing against what the index says of it.

import { messageOf } from "../../base/index.js";
import type { BackupInfo } from "../contract.js";
import { damaged } from "./faults.js";
import { digestOf, type ListedEntry, lineOf, pathIn, readListing, sha256In } from "./listing.js";
import { listingPath } from "./place.js";
import { shown } from "./raw-name.js";
import type { Transferred } from "./transfer.js";

/** Throws BACKUP_DAMAGED. What belongs to a folder is bound by the backup's checksum, a file's content by it, and the rest beside. */
export function linesOf(backup: BackupInfo): readonly string[] {
  const lines = readLines(backup);
  const [top = ""] = lines;
  const digest = digestOf(lines);
  const bound = top.startsWith(FOLDER) ? digest : (sha256In(top) ?? digest);
  if (digest === backup.metadata["entries_sha256"] && bound === backup.checksum && pathIn(top) === ".") return lines;
  throw damaged(backup, "its listing is not the one that was written");
}

const FOLDER = "d\t";

function readLines(backup: BackupInfo): readonly string[] {
  try {
    return readListing(listingPath(backup.backupPath))?.lines ?? [];
  } catch (thrown) {
    throw damaged(backup, `its listing cannot be read: ${messageOf(thrown)}`);
  }
}

/** Throws BACKUP_DAMAGED. */
export function compare(
  backup: BackupInfo,
  expected: readonly string[],
  { entries, warnings, failure }: Transferred,
): void {
  if (failure !== undefined) throw damaged(backup, failure);
  const read = new Map(entries.map((entry) => [entry.path, entry]));
  const wrong = expected.filter((line, i) => entries[i] === undefined || line !== lineOf(entries[i]));
  const known = wrong.filter((line) => isOther(line, read.get(pathIn(line))));
  // What is missing, or another, changes the times of the folder that it is in, too.
  const missing = known.find((line) => !read.has(pathIn(line)));
  const worst = missing ?? known.find((line) => !line.startsWith(FOLDER)) ?? known[0];
  if (worst !== undefined)
    throw damaged(backup, `${shown(pathIn(worst))} ${differenceOf(worst, read.get(pathIn(worst)))}`);
  if (warnings[0] !== undefined) throw damaged(backup, warnings[0]);
}

function isOther(line: string, read: ListedEntry | undefined): boolean {
  return read === undefined || line !== lineOf(read);
}

function differenceOf(was: string, is: ListedEntry | undefined): string {
  if (is === undefined) return "is missing";
  if (!was.startsWith(`${is.type}\t`)) return "is of another type";
  return is.sha256 === sha256In(was) ? "has other attributes" : "has other content";
}
