// What an earlier process left of an entry, as far as it can be relied on: every block is compared with its checksum, and what
// lies behind the first that does not fit is cut off.

import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { readRegularFile } from "../../durable/index.js";
import { createEntry, type Entry } from "./entry.js";
import { BLOCK_BYTES, type EntryFiles, type EntryMeta, readMeta, SUM_BYTES, sizeOf } from "./layout.js";

/** Undefined where there is none. It is not read through: its blocks are looked at as they are read. */
export async function loadComplete(url: string, files: EntryFiles): Promise<Entry | undefined> {
  const meta = readMeta(files);
  if (meta === undefined || (await sizeOf(files.complete)) !== meta.sizeBytes) return undefined;
  const sums = readSums(files.sums, meta);
  const good = { written: meta.sizeBytes, provenFrom: meta.sizeBytes };
  return Object.assign(createEntry(url, files, meta), { ...good, sums: [...sums] });
}

/** What a download that has not ended left. Undefined where nothing of it is of use. */
export async function loadPartial(url: string, files: EntryFiles): Promise<Entry | undefined> {
  const meta = readMeta(files);
  if (meta === undefined) return undefined;
  const sums = readSums(files.sums, meta);
  const good = await goodBytes(files.part, meta.sizeBytes, sums);
  if (good === 0) return undefined;
  const proven = { written: good, provenFrom: good, sums: sums.slice(0, Math.ceil(good / BLOCK_BYTES)) };
  return Object.assign(createEntry(url, files, meta), proven);
}

export function sumOf(block: Buffer): Buffer {
  return createHash("sha256").update(block).digest();
}

/** The block that a byte is in, as far as it is there. */
export async function readBlock(file: FileHandle, index: number, sizeBytes: number): Promise<Buffer> {
  const start = index * BLOCK_BYTES;
  const length = Math.min(BLOCK_BYTES, sizeBytes - start);
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

async function goodBytes(path: string, sizeBytes: number, sums: readonly Buffer[]): Promise<number> {
  // A pipe would be waited for.
  const file = (await sizeOf(path)) === undefined ? undefined : await open(path, "r").catch(() => undefined);
  if (file === undefined) return 0;
  try {
    for (const [index, sum] of sums.entries()) {
      const end = Math.min((index + 1) * BLOCK_BYTES, sizeBytes);
      const block = await readBlock(file, index, sizeBytes);
      if (block.length !== end - index * BLOCK_BYTES || !sumOf(block).equals(sum)) return index * BLOCK_BYTES;
      if (end === sizeBytes) return end;
    }
    return sums.length * BLOCK_BYTES;
  } finally {
    await file.close();
  }
}

/** None where there are more than the content can have. */
function readSums(path: string, { sizeBytes }: EntryMeta): readonly Buffer[] {
  const bytes = readIfThere(path, Math.ceil(sizeBytes / BLOCK_BYTES) * SUM_BYTES);
  const count = Math.floor(bytes.length / SUM_BYTES);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * SUM_BYTES, (i + 1) * SUM_BYTES));
}

function readIfThere(path: string, maxSizeBytes: number): Buffer {
  try {
    return readRegularFile(path, maxSizeBytes);
  } catch {
    return Buffer.alloc(0);
  }
}
