// Stores a tree as a tree and a file as a file, with a listing beside it. What is unchanged since the previous capture is linked to
// the copy of then; the rest goes through tar.

import { mkdirSync, renameSync, rmdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Draft } from "../contract.js";
import { notPacked } from "./complaints.js";
import { failed, unusable } from "./faults.js";
import { digestOf, type ListedEntry, lineOf, writeListing } from "./listing.js";
import { listingPath } from "./place.js";
import type { RawName } from "./raw-name.js";
import { isTooRecent, type StoredForm, type Survey } from "./survey.js";
import { type Transferred, transfer } from "./transfer.js";
import { linkUnchanged, previousListing, unchangedEntries } from "./unchanged.js";
import type { WalkedEntry } from "./walk.js";

export async function capturePlain(survey: Survey, draft: Draft, stored: string): Promise<StoredForm> {
  const { source, walked } = survey;
  const isFolder = source.stats.isDirectory();
  // A file is unpacked under its own name and then gets the backup's.
  const copy = isFolder ? stored : `${stored}.part`;
  mkdirSync(copy, { mode: 0o700 });
  const named = new Map(walked.entries.map((entry) => [isFolder ? entry.path : ".", entry]));
  const linked = linkPrevious(named, draft, isFolder ? stored : join(copy, basename(source.realPath)));
  const copied = await copyRest(survey, { to: copy, linked, signal: draft.signal });
  if (!isFolder) takeOut(copy, basename(source.realPath), stored);
  const entries = mergedInOrder(named, linked, copied.entries).map((entry) =>
    identified(entry, named, survey.startedAt),
  );
  if (entries[0]?.path !== ".") throw unusable(`Source path does not exist: ${source.sourcePath}`);
  const lines = entries.map(lineOf);
  writeListing(listingPath(stored), entries, lines);
  const digest = digestOf(lines);
  return {
    backupPath: stored,
    checksum: isFolder ? digest : (entries[0].sha256 ?? digest),
    metadata: { entries: entries.length, entries_sha256: digest, unchanged_entries: linked.size },
    warnings: copied.warnings,
  };
}

type Named = ReadonlyMap<RawName, WalkedEntry>;
type Linked = ReadonlyMap<RawName, ListedEntry>;

function linkPrevious(named: Named, { previous }: Draft, stored: string): Linked {
  const listing = previousListing(previous);
  if (listing === undefined) return new Map();
  const walked = [...named].map(([path, entry]) => (entry.path === path ? entry : { ...entry, path }));
  const unchanged = unchangedEntries(walked, listing);
  for (const path of linkUnchanged(unchanged, listing, stored)) unchanged.delete(path);
  return unchanged;
}

interface CopyOrder {
  readonly to: string;
  readonly linked: Linked;
  readonly signal: AbortSignal;
}

async function copyRest({ source, place, walked }: Survey, { to, linked, signal }: CopyOrder): Promise<Transferred> {
  const paths = walked.entries.map(({ path }) => path);
  const names = paths.filter((path) => !linked.has(path === place.top ? "." : path));
  const copied = await transfer({ ...place, names, to, signal });
  if (copied.failure !== undefined) throw notPacked(source.sourcePath, copied.failure);
  return copied;
}

function takeOut(folder: string, name: string, stored: string): void {
  try {
    renameSync(join(folder, name), stored);
    rmdirSync(folder);
  } catch (thrown) {
    throw failed(`${stored} cannot be written`, thrown);
  }
}

/** In the order of the walk, in which they are read again. What vanished is in neither. */
function mergedInOrder(named: Named, linked: Linked, copied: readonly ListedEntry[]): readonly ListedEntry[] {
  const byPath = new Map(copied.map((entry) => [entry.path, entry]));
  return [...named.keys()].flatMap((path) => linked.get(path) ?? byPath.get(path) ?? []);
}

/** By what the walk saw, which came before the copy: what changed in between is copied again the next time. */
function identified(entry: ListedEntry, named: Named, startedAt: bigint): ListedEntry {
  const walked = named.get(entry.path);
  if (entry.type === "f" && walked !== undefined && !isTooRecent(walked, startedAt))
    return entry.identity === walked.identity ? entry : { ...entry, identity: walked.identity };
  if (entry.identity === undefined) return entry;
  const { identity: _, ...plain } = entry;
  return plain;
}
