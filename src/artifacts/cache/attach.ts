// A reader of an entry, as a stream: it may leave at any time, and where the entry fails it, the server has the rest.

import type { Readable } from "node:stream";
import type { Log } from "../../base/index.js";
import { shownLocation } from "../../model/index.js";
import type { Downloads } from "../download/index.js";
import type { OpenedBytes } from "../open-bytes.js";
import { streamOf } from "../stream-of.js";
import type { Entry, Reader } from "./entry.js";
import { removeEntry } from "./layout.js";
import { linger } from "./obtain.js";
import { type Elsewhere, readEntry } from "./read.js";

export interface Attaching {
  readonly downloads: Downloads;
  readonly log: Pick<Log, "warning">;
  /** Whether the folder may be written: a damaged entry is then removed. */
  readonly isOwner: boolean;
}

export function attach(entry: Entry, { downloads, log, isOwner }: Attaching): OpenedBytes {
  const reader: Reader = { position: 0, isLeft: false };
  const leaving = new AbortController();
  const elsewhere: Elsewhere = {
    onDamaged: async () => {
      if (isOwner) await drop(entry, log);
    },
    from: (_, position) => rest(downloads, entry, { position, signal: leaving.signal }),
  };
  entry.readers.add(reader);
  const leave = (): void => {
    reader.isLeft = true;
    entry.readers.delete(reader);
    leaving.abort();
    entry.change();
    if (entry.readers.size === 0 && entry.state === "filling") linger(entry);
  };
  const stream: Readable = streamOf(readEntry(entry, reader, elsewhere), leave);
  return { sizeBytes: entry.meta.sizeBytes, stream };
}

/** Those who read it go on with the server. */
export async function drop(entry: Entry, log: Attaching["log"]): Promise<void> {
  if (entry.state === "dropped") return;
  log.warning(`the cache's copy of ${shownLocation(entry.url)} is damaged and was dropped`);
  entry.stop();
  await entry.filled;
  entry.state = "dropped";
  entry.change();
  await removeEntry(entry.files).catch(() => undefined); // nobody reads it any more; the next download replaces it
}

interface Rest {
  readonly position: number;
  readonly signal: AbortSignal;
}

/** The same content from there on: what was given to the reader cannot be taken back. */
async function* rest(downloads: Downloads, { url, meta }: Entry, { position, signal }: Rest) {
  const held = position === 0 ? {} : { held: { ...meta, bytes: position }, isBinding: true };
  const download = await downloads.start(url, { ...held, signal });
  if (download.kind === "content") yield* download.chunks;
}
