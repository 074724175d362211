// Downloads that are kept while they stream: components that share an artifact cause one download, and what was fetched before
// a restart is not fetched again. One process writes at a time; whoever cannot streams past the cache.

import { addAbortSignal } from "node:stream";
import { invariant, type Log } from "../../base/index.js";
import type { Downloads } from "../download/index.js";
import type { OpenedBytes } from "../open-bytes.js";
import { streamOf } from "../stream-of.js";
import { attach, drop } from "./attach.js";
import { type Entry, isInUse } from "./entry.js";
import { filesOf, keyOf } from "./layout.js";
import { type Keeping, type Obtained, obtain } from "./obtain.js";
import { createPlace, type PlaceWorld } from "./place.js";
import { keepOnly } from "./room.js";
import { loadComplete } from "./stored.js";
import { createTogether } from "./together.js";

export interface CacheSettings {
  /** Undefined for the place in the data store. */
  readonly path?: string;
  /** Undefined for what the disk has room for. */
  readonly maxSizeBytes?: number;
}

export interface CacheWorld extends PlaceWorld {
  readonly downloads: Downloads;
  now(): Date;
  readonly log: Pick<Log, "warning">;
}

export interface Cache {
  open(url: string, signal?: AbortSignal): Promise<OpenedBytes>;
  /** Only looks: what is complete and unchanged is read, and nothing is written. For whoever wants the beginning. */
  peek(url: string, signal?: AbortSignal): Promise<OpenedBytes>;
  /** Drops what is held of a URL: it was no good. Resolves to whether there was anything. */
  forget(url: string): Promise<boolean>;
  /** Resolves once nothing is written any more; a download that nobody reads is ended. */
  settled(): Promise<void>;
  /** Removes what is of none of these URLs, and is not in use. */
  keepOnly(urls: readonly string[]): Promise<void>;
}

export function createCache(world: CacheWorld): Cache {
  const { downloads } = world;
  const place = createPlace(world);
  const entries = new Map<string, Entry>();
  const keeping: Keeping = { place, downloads, entries, now: world.now };
  const together = createTogether<Obtained>();
  const taken = new WeakSet<Obtained>();

  const settled = async (): Promise<void> => {
    for (const entry of entries.values()) if (entry.readers.size === 0) entry.stop();
    await Promise.all([...entries.values()].map(({ filled }) => filled));
  };

  return {
    settled,
    open: async (url, signal) => {
      const past = async () => await downloads.open(url, { ...(signal && { signal }) });
      if (!(await place.isWritable())) return await past();
      const obtained = await together.ask(keyOf(url), signal, (leaving) => obtain(keeping, url, leaving));
      if ("entry" in obtained) return ending(attach(obtained.entry, { ...world, isOwner: true }), signal);
      if (taken.has(obtained)) return await past();
      taken.add(obtained);
      const { chunks, sizeBytes } = obtained.past;
      return ending({ sizeBytes, stream: streamOf(chunks, obtained.leave) }, signal);
    },
    peek: async (url, signal) => {
      const stored = await loadComplete(url, filesOf(place.folder, keyOf(url)));
      const leaving = new AbortController();
      const held = stored && { held: { ...stored.meta, bytes: stored.written } };
      const both = AbortSignal.any([leaving.signal, ...(signal === undefined ? [] : [signal])]);
      const download = await downloads.start(url, { ...held, signal: both, isQuick: true });
      if (download.kind === "content") {
        return { sizeBytes: download.sizeBytes, stream: streamOf(download.chunks, () => leaving.abort()) };
      }
      invariant(stored !== undefined, "only what is held can be unchanged");
      return ending(attach(stored, { ...world, isOwner: false }), signal);
    },
    forget: async (url) => {
      if (!(await place.isWritable())) return false;
      const entry = entries.get(keyOf(url)) ?? (await loadComplete(url, filesOf(place.folder, keyOf(url))));
      if (entry === undefined || entry.state === "dropped") return false;
      await drop(entry, world.log);
      return true;
    },
    keepOnly: async (urls) => {
      if (!(await place.isWritable())) return;
      await settled();
      const used = [...entries.values()].filter(isInUse).map(({ files }) => files.key);
      await keepOnly(place.folder, new Set([...urls.map(keyOf), ...used]));
      for (const [key, entry] of entries) if (!isInUse(entry)) entries.delete(key);
    },
  };
}

function ending(opened: OpenedBytes, signal: AbortSignal | undefined): OpenedBytes {
  return signal === undefined ? opened : { ...opened, stream: addAbortSignal(signal, opened.stream) };
}
