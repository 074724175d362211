// The bytes of an entry, from the first to the last, also while they are still coming. Where the entry fails its reader (a
// block that is damaged, a disk that is full) the rest comes from the server, and the consumer notices nothing.

import { type FileHandle, open } from "node:fs/promises";
import { READ_CHUNK_BYTES } from "../limits.js";
import type { Entry, Reader } from "./entry.js";
import { BLOCK_BYTES } from "./layout.js";
import { readBlock, sumOf } from "./stored.js";

export interface Elsewhere {
  /** A checksum did not fit, or the file is gone. */
  onDamaged(entry: Entry): Promise<void>;
  /** The same content from a byte on, without the cache. Throws DOWNLOAD_…. */
  from(entry: Entry, position: number): AsyncIterable<Buffer>;
}

export async function* readEntry(entry: Entry, reader: Reader, elsewhere: Elsewhere) {
  const file = await openEntry(entry);
  try {
    while (!reader.isLeft && reader.position < entry.meta.sizeBytes) {
      const chunk = file === undefined ? "damaged" : await nextChunk(entry, reader, file);
      if (chunk === "left") return;
      if (chunk === "dropped" || chunk === "damaged") {
        if (chunk === "damaged") await elsewhere.onDamaged(entry);
        yield* elsewhere.from(entry, reader.position);
        return;
      }
      for (let at = 0; at < chunk.length; at += READ_CHUNK_BYTES) {
        const piece = chunk.subarray(at, at + READ_CHUNK_BYTES);
        moveTo(entry, reader, reader.position + piece.length);
        yield piece;
      }
    }
  } finally {
    await file?.close();
  }
}

function moveTo(entry: Entry, reader: Reader, position: number): void {
  reader.position = position;
  if (position <= entry.furthest) return;
  entry.furthest = position;
  entry.change();
}

async function nextChunk(entry: Entry, reader: Reader, file: FileHandle) {
  while (reader.position >= entry.written) {
    if (reader.isLeft) return "left";
    if (entry.state === "dropped") return "dropped";
    if (entry.state === "idle") {
      if (entry.failure !== undefined) throw entry.failure;
      return "dropped";
    }
    await entry.changed();
  }
  const index = Math.floor(reader.position / BLOCK_BYTES);
  const start = index * BLOCK_BYTES;
  const block = await readBlock(file, index, entry.written);
  const isWhole = block.length === Math.min(BLOCK_BYTES, entry.written - start);
  if (!isWhole || (start < entry.provenFrom && !isGood(entry, index, block))) return "damaged";
  return block.subarray(reader.position - start);
}

function isGood({ sums }: Entry, index: number, block: Buffer): boolean {
  const sum = sums[index];
  return sum !== undefined && sumOf(block).equals(sum);
}

/** One that is renamed in between stays open under its new name. */
async function openEntry({ files }: Entry): Promise<FileHandle | undefined> {
  for (const path of [files.part, files.complete, files.part]) {
    const file = await open(path, "r").catch(() => undefined);
    if (file !== undefined) return file;
  }
  return undefined;
}
