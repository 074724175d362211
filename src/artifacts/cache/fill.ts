// Writes a download into an entry, block by block, while others read it. It runs a little ahead of whoever has read furthest and
// waits there, so that a consumer's pace is the download's; when nobody reads any more, it ends and leaves what it has.

import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCodeOf } from "../../base/index.js";
import { writeAll } from "../write-all.js";
import type { Entry } from "./entry.js";
import { BLOCK_BYTES, SUM_BYTES, sizeOf } from "./layout.js";
import { sumOf } from "./stored.js";

/** How far the download may be ahead of the reader that is furthest. */
const AHEAD_BYTES = 4 * 1024 * 1024;

export interface Filling {
  readonly chunks: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  /** The entry could not be written: what it is about. Awaited before anybody is told. */
  onUnwritable(thrown: unknown): Promise<void>;
}

/** Makes the files of an entry, cut to what it has. Throws CacheUnwritable. */
export async function prepareFiles({ files, written, sums }: Entry): Promise<void> {
  for (const [path, sizeBytes] of [
    [files.part, written],
    [files.sums, sums.length * SUM_BYTES],
  ] as const) {
    await inCache(async () => {
      if ((await sizeOf(path)) === undefined) await rm(path, { force: true }); // A pipe would be waited for.
      const file = await open(path, "a", 0o600);
      await file.truncate(sizeBytes).finally(() => file.close());
    });
  }
}

/** Never rejects: how it ended is the entry's state. */
export async function fill(entry: Entry, filling: Filling): Promise<void> {
  try {
    await write(entry, filling);
    entry.state = "complete";
  } catch (thrown) {
    const isOurs = thrown instanceof CacheUnwritable;
    if (isOurs) await filling.onUnwritable(thrown.cause);
    entry.state = isOurs ? "dropped" : "idle";
    entry.failure = filling.signal.aborted ? undefined : thrown;
  }
  entry.change();
}

/** A fault of the cache's own files, told from one of the download. */
export class CacheUnwritable extends Error {
  override readonly name = "CacheUnwritable";
}

async function write(entry: Entry, { chunks, signal }: Filling): Promise<void> {
  const [part, sums] = await inCache(() => Promise.all([open(entry.files.part, "r+"), open(entry.files.sums, "r+")]));
  try {
    for await (const block of blocksOf(chunks)) {
      await writeBlock(entry, { part, sums, block });
      entry.change();
      while (!signal.aborted && entry.written > entry.furthest + AHEAD_BYTES) await entry.changed();
      signal.throwIfAborted();
    }
    await inCache(() => Promise.all([part.sync(), sums.sync()]));
  } finally {
    await Promise.all([part.close(), sums.close()]);
  }
  await inCache(() => publish(entry));
}

async function writeBlock(entry: Entry, files: { part: FileHandle; sums: FileHandle; block: Buffer }): Promise<void> {
  const { part, sums, block } = files;
  const sum = sumOf(block);
  await inCache(() => writeAll(part, block, entry.written));
  await inCache(() => writeAll(sums, sum, entry.sums.length * SUM_BYTES));
  entry.sums.push(sum);
  entry.written += block.length;
}

/** All of a block, or what there is at the end. */
async function* blocksOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let gathered: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0; ) {
      const taken = rest.subarray(0, BLOCK_BYTES - length);
      gathered.push(taken);
      length += taken.length;
      rest = rest.subarray(taken.length);
      if (length < BLOCK_BYTES) continue;
      yield Buffer.concat(gathered, length);
      gathered = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(gathered, length);
}

async function publish({ files }: Entry): Promise<void> {
  await rename(files.part, files.complete);
  const folder = await open(dirname(files.complete), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function inCache<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (thrown) {
    if (systemCodeOf(thrown) === undefined) throw thrown;
    throw new CacheUnwritable("the cache cannot be written", { cause: thrown });
  }
}
