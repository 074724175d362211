// The folder of the cache, as something that may not be had: locked by another process, full, or not to be written. Then
// downloads go past it, and that is said once.

import { type Log, messageOf, OrchestratorError } from "../../base/index.js";
import { shownLocation } from "../../model/index.js";
import { type Entry, isInUse } from "./entry.js";
import { makeRoom } from "./room.js";

export interface PlaceWorld {
  /** Absolute. */
  readonly folder: string;
  readonly maxSizeBytes: number;
  /** Makes the folder, and lets no other process write in it until this one has ended. */
  takeLock(folder: string): Promise<unknown>;
  readonly log: Pick<Log, "warning">;
}

export interface Place {
  readonly folder: string;
  isWritable(): Promise<boolean>;
  /** Whether an entry can become whole, beside those that are in use; others are removed for it. */
  hasRoom(entry: Entry, entries: Iterable<Entry>): Promise<boolean>;
  /** Says that, and why, something goes past the cache. */
  skip(why: string): void;
}

export function createPlace({ folder, maxSizeBytes, takeLock, log }: PlaceWorld): Place {
  let lock: Promise<boolean> | undefined;
  let isTold = false;
  const skip = (why: string): void => {
    if (!isTold) log.warning(`the cache ${folder} is not used: ${why}; downloads go past it`);
    isTold = true;
  };
  const locked = async (): Promise<boolean> => {
    try {
      await takeLock(folder);
      return true;
    } catch (thrown) {
      const isInUse = thrown instanceof OrchestratorError && thrown.code === "DATASTORE_LOCKED";
      skip(isInUse ? "another process works in it" : messageOf(thrown));
      return false;
    }
  };
  return {
    folder,
    skip,
    isWritable: async () => {
      lock ??= locked();
      return await lock;
    },
    hasRoom: async (entry, entries) => {
      const using = [...new Set([...entries].filter(isInUse)).add(entry)];
      const inUse = new Map(using.map(({ files, meta }) => [files.key, meta.sizeBytes]));
      const missingBytes = using.reduce((sum, { meta, written }) => sum + meta.sizeBytes - written, 0);
      if (await makeRoom({ folder, maxSizeBytes, inUse, missingBytes })) return true;
      skip(`there is no room for the ${entry.meta.sizeBytes} bytes of ${shownLocation(entry.url)}`);
      return false;
    },
  };
}
