// One artifact in the cache, while this process uses it: how far its bytes have come, who reads them, and who is told when
// that changes. What moves the bytes is in fill.ts and read.ts.

import type { EntryFiles, EntryMeta } from "./layout.js";

/** What has read how far. */
export interface Reader {
  position: number;
  isLeft: boolean;
}

/**
 * `idle`: nobody fetches the rest. `complete`: all is there, and the server was asked whether it still is the same.
 * `dropped`: it is gone from the disk, or never will be whole, and readers must look elsewhere.
 */
export type EntryState = "idle" | "filling" | "complete" | "dropped";

export interface Entry {
  readonly url: string;
  readonly files: EntryFiles;
  meta: EntryMeta;
  state: EntryState;
  /** Bytes that can be read. */
  written: number;
  /** Blocks before this byte come from an earlier process, so their checksums are looked at. */
  provenFrom: number;
  sums: Buffer[];
  readonly readers: Set<Reader>;
  /** How far any reader has come. */
  furthest: number;
  /** Why the last fetching ended, where it failed. */
  failure: unknown;
  /** Ends the fetching that is going on. */
  stop(): void;
  /** Whether it was told to end, and may not have done so yet. */
  isStopped(): boolean;
  /** Settles when the fetching that is going on has ended; never rejects. */
  filled: Promise<void>;
  /** Something is different now. */
  change(): void;
  /** Resolves at the next change. */
  changed(): Promise<void>;
}

export function createEntry(url: string, files: EntryFiles, meta: EntryMeta): Entry {
  let waiting: (() => void)[] = [];
  return {
    ...{ url, files, meta, state: "idle", written: 0, provenFrom: 0, sums: [], readers: new Set(), furthest: 0 },
    failure: undefined,
    stop: () => undefined,
    isStopped: () => false,
    filled: Promise.resolve(),
    change: () => {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

export function isInUse({ readers, state }: Entry): boolean {
  return readers.size > 0 || state === "filling";
}
