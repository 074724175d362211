// Room in the cache: the entries that were used longest ago go first, those in use never. What is left free on the disk is for
// the journal and for everybody else.

import { readdir, stat, statfs, utimes } from "node:fs/promises";
import { type EntryFiles, filesOf, keyOfFile, removeEntry } from "./layout.js";

/** Not taken from the disk. */
const LEFT_FREE_BYTES = 64 * 1024 * 1024;

export interface RoomRequest {
  readonly folder: string;
  readonly maxSizeBytes: number;
  /** What entries in use, the new one among them, will come to; these are not removed. */
  readonly inUse: ReadonlyMap<string, number>;
  /** How much of that is still to be written. */
  readonly missingBytes: number;
}

interface Stored {
  readonly key: string;
  readonly sizeBytes: number;
  readonly usedAt: number;
}

/** Whether there is room now. */
export async function makeRoom(request: RoomRequest): Promise<boolean> {
  const { folder, inUse } = request;
  const stored = await storedEntries(folder);
  const idle = stored.filter(({ key }) => !inUse.has(key)).sort((a, b) => a.usedAt - b.usedAt);
  const promised = [...inUse.values()].reduce((sum, size) => sum + size, 0);
  let total = promised + idle.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (promised > request.maxSizeBytes) return false;
  const fits = async () => total <= request.maxSizeBytes && (await hasSpace(request));
  for (const { key, sizeBytes } of idle) {
    if (await fits()) return true;
    await removeEntry(filesOf(folder, key));
    total -= sizeBytes;
  }
  return await fits();
}

/** Removes all entries but these. */
export async function keepOnly(folder: string, keys: ReadonlySet<string>): Promise<void> {
  for (const { key } of await storedEntries(folder)) {
    if (!keys.has(key)) await removeEntry(filesOf(folder, key));
  }
}

/** Notes that an entry is used now. */
export async function touch({ meta }: EntryFiles, now: Date): Promise<void> {
  await utimes(meta, now, now).catch(() => undefined);
}

async function hasSpace({ folder, missingBytes }: RoomRequest): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= missingBytes + LEFT_FREE_BYTES;
}

async function storedEntries(folder: string): Promise<readonly Stored[]> {
  const keys = new Set((await readdir(folder)).flatMap((name) => keyOfFile(name) ?? []));
  return await Promise.all([...keys].map(async (key) => await storedEntry(folder, key)));
}

async function storedEntry(folder: string, key: string): Promise<Stored> {
  const { meta, part, complete, sums } = filesOf(folder, key);
  const found = await Promise.all([meta, part, complete, sums].map((path) => stat(path).catch(() => undefined)));
  const sizeBytes = found.reduce((sum, each) => sum + (each?.size ?? 0), 0);
  return { key, sizeBytes, usedAt: found[0]?.mtimeMs ?? 0 };
}
