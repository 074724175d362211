// Makes the entry of a URL ready to be read: what is there is compared with what the server has, and what is missing begins to be
// fetched. What cannot be kept comes back as a download that goes past the cache.

import { invariant, messageOf } from "../../base/index.js";
import type { Download, Downloads } from "../download/index.js";
import { createEntry, type Entry } from "./entry.js";
import { CacheUnwritable, fill, prepareFiles } from "./fill.js";
import { type EntryFiles, filesOf, keyOf, removeEntry, writeMeta } from "./layout.js";
import type { Place } from "./place.js";
import { touch } from "./room.js";
import { loadComplete, loadPartial } from "./stored.js";

export type Content = Extract<Download, { kind: "content" }>;

/** `past`: a download for one reader, which is not kept. */
export type Obtained = { readonly entry: Entry } | { readonly past: Content; readonly leave: () => void };

export interface Keeping {
  readonly place: Place;
  readonly downloads: Downloads;
  /** Those that this process uses, by key. */
  readonly entries: Map<string, Entry>;
  now(): Date;
}

/** @param leaving ends the download; also later, while it fills the entry. Rejects with DOWNLOAD_…. */
export async function obtain(keeping: Keeping, url: string, leaving: AbortController): Promise<Obtained> {
  const { downloads, entries, place, now } = keeping;
  const files = filesOf(place.folder, keyOf(url));
  const live = entries.get(files.key);
  if (live?.state === "complete" || (live?.state === "filling" && !live.isStopped())) {
    await touch(files, now());
    return { entry: live };
  }
  await live?.filled;
  const stored = live?.state === "idle" ? live : await loadStored(url, files);
  const held = stored && { held: { ...stored.meta, bytes: stored.written } };
  const download = await downloads.start(url, { ...held, signal: leaving.signal });
  leaving.signal.throwIfAborted();
  if (download.kind === "content") return await begin(keeping, { url, stored, download, leaving });
  invariant(stored !== undefined, "only what is held can be unchanged");
  stored.state = "complete";
  entries.set(files.key, stored);
  await touch(files, now());
  return { entry: stored };
}

async function loadStored(url: string, files: EntryFiles): Promise<Entry | undefined> {
  return (await loadComplete(url, files)) ?? (await loadPartial(url, files));
}

interface Beginning {
  readonly url: string;
  readonly stored: Entry | undefined;
  readonly download: Content;
  readonly leaving: AbortController;
}

async function begin(keeping: Keeping, { url, stored, download, leaving }: Beginning): Promise<Obtained> {
  const { place } = keeping;
  const past = { past: download, leave: () => leaving.abort() };
  const { validator, sizeBytes, startsAt } = download;
  if (validator === undefined) return past;
  const isContinued = stored !== undefined && startsAt > 0;
  const files = filesOf(place.folder, keyOf(url));
  const entry = isContinued ? stored : createEntry(url, files, { sizeBytes, validator });
  entry.failure = undefined;
  try {
    if (!(await place.hasRoom(entry, keeping.entries.values()))) return past;
    if (!isContinued) await startOver(entry);
    await prepareFiles(entry);
  } catch (thrown) {
    place.skip(messageOf(thrown instanceof CacheUnwritable ? thrown.cause : thrown));
    return past;
  }
  await touch(files, keeping.now());
  startFilling(keeping, { entry, download, leaving });
  return { entry };
}

/** What is known goes last when it goes and comes first when it comes, so no crash puts new bytes to an old ETag. */
async function startOver(entry: Entry): Promise<void> {
  await removeEntry(entry.files);
  await writeMeta(entry.files, entry.meta, entry.url);
}

interface Start {
  readonly entry: Entry;
  readonly download: Content;
  readonly leaving: AbortController;
}

function startFilling({ entries, place }: Keeping, { entry, download, leaving }: Start): void {
  entries.set(entry.files.key, entry);
  entry.state = "filling";
  entry.isStopped = () => leaving.signal.aborted;
  entry.stop = () => {
    if (entry.written < entry.meta.sizeBytes) leaving.abort();
    entry.change();
  };
  const onUnwritable = async (thrown: unknown): Promise<void> => {
    place.skip(messageOf(thrown));
    await removeEntry(entry.files).catch(() => undefined);
  };
  entry.filled = fill(entry, { chunks: download.chunks, signal: leaving.signal, onUnwritable });
  linger(entry);
}

/** How long a download waits for the next reader: one that looks at the header comes again for the rest. */
const LINGER_MILLISECONDS = 5000;

/** Nobody reads it: the connection is kept for a while, and let go. */
export function linger(entry: Entry): void {
  const { stop } = entry;
  const timer = setTimeout(() => {
    if (entry.readers.size === 0 && entry.stop === stop) stop();
  }, LINGER_MILLISECONDS);
  timer.unref();
}
