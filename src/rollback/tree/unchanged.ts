// Which files of a tree are as they were at the previous capture, so that the copy of then can serve again as a hard link. A file
// is unchanged when its device, inode, size and both times are the same: nobody can change anything about a file without the
// system setting its change time. All names of one file count, or none.

import { linkSync, lstatSync, mkdirSync } from "node:fs";
import { systemCodeOf } from "../../base/index.js";
import type { BackupInfo } from "../contract.js";
import { digestOf, entriesIn, type ListedEntry, readListing } from "./listing.js";
import { listingPath } from "./place.js";
import { bytesOf, type RawName, rawOf } from "./raw-name.js";
import { secondsOf } from "./stored-look.js";
import type { WalkedEntry } from "./walk.js";

export interface Previous {
  readonly storedPath: string;
  readonly entries: ReadonlyMap<RawName, ListedEntry>;
}

/** Undefined where there is none that can be relied on. */
export function previousListing(backup: BackupInfo | undefined): Previous | undefined {
  if (backup === undefined) return undefined;
  try {
    const listing = readListing(listingPath(backup.backupPath));
    if (listing === undefined || digestOf(listing.lines) !== backup.metadata["entries_sha256"]) return undefined;
    const entries = entriesIn(listing);
    if (entries === undefined) return undefined;
    return { storedPath: backup.backupPath, entries: new Map(entries.map((entry) => [entry.path, entry])) };
  } catch {
    return undefined; // Gone, or not readable: then everything is copied.
  }
}

/** By path, in the order of `walked`, each with the link that it is by now. */
export function unchangedEntries(walked: readonly WalkedEntry[], previous: Previous): Map<RawName, ListedEntry> {
  const changed = changedInodes(walked, previous);
  const firstOf = new Map<string, RawName>();
  const unchanged = new Map<RawName, ListedEntry>();
  for (const { path, inode, isFile, hasLinks } of walked) {
    const entry = previous.entries.get(path);
    if (!isFile || entry === undefined || changed.has(inode)) continue;
    const first = hasLinks ? firstOf.get(inode) : undefined;
    if (hasLinks && first === undefined) firstOf.set(inode, path);
    unchanged.set(path, { ...entry, target: first });
  }
  return unchanged;
}

function changedInodes(walked: readonly WalkedEntry[], previous: Previous): ReadonlySet<string> {
  const changed = walked.filter(
    ({ path, isFile, identity }) => isFile && previous.entries.get(path)?.identity !== identity,
  );
  return new Set(changed.map(({ inode }) => inode));
}

/** Makes the links, and the folders that they lie in. Answers with the files that could not be linked, with all their names. */
export function linkUnchanged(unchanged: Map<RawName, ListedEntry>, previous: Previous, stored: string): Set<RawName> {
  const made = new Set<RawName>();
  const refused = new Set<string>();
  for (const [path, entry] of unchanged) {
    const from = below(previous.storedPath, path);
    const group = entry.identity ?? "";
    if (refused.has(group) || !isAsNoted(from, entry) || !makeLink(from, stored, path, made)) refused.add(group);
  }
  return new Set([...unchanged].flatMap(([path, { identity }]) => (refused.has(identity ?? "") ? [path] : [])));
}

/** What somebody has done to the stored file, not what a disk has lost of it: that shows when it is verified. */
function isAsNoted(from: Buffer, { size, mode, uid, gid, mtime }: ListedEntry): boolean {
  const stats = lstatSync(from, { bigint: true, throwIfNoEntry: false });
  if (stats?.isFile() !== true || Number(stats.size) !== size || secondsOf(stats.mtimeNs) !== mtime) return false;
  return Number(stats.mode & 0o7777n) === mode && Number(stats.uid) === uid && Number(stats.gid) === gid;
}

const UNLINKABLE: readonly string[] = ["EMLINK", "EXDEV", "EPERM", "ENOENT", "ENAMETOOLONG"];

function makeLink(from: Buffer, stored: string, path: RawName, made: Set<RawName>): boolean {
  try {
    makeFolderOf(stored, path, made);
    linkSync(from, below(stored, path));
    return true;
  } catch (thrown) {
    if (UNLINKABLE.includes(systemCodeOf(thrown) ?? "")) return false;
    throw thrown;
  }
}

/** They get their attributes from tar, which comes after. */
function makeFolderOf(stored: string, path: RawName, made: Set<RawName>): void {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  if (folder === "" || folder === "." || made.has(folder)) return;
  makeFolderOf(stored, folder, made);
  mkdirSync(below(stored, folder), { mode: 0o700 });
  made.add(folder);
}

export function below(root: string, path: RawName): Buffer {
  return bytesOf(path === "." ? rawOf(root) : `${rawOf(root)}/${path}`);
}
