// The digests of stored files, read here and now: through tar the same bytes would go from program to program, for three times the
// work. Files with holes are left to tar, which knows where their data is.

import { createHash, hash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { bytesOf, type RawName, rawOf } from "./raw-name.js";
import type { SeenEntry } from "./stored-look.js";

const PIECE_BYTES = 1024 * 1024;
const BYTES_PER_TURN = 8 * 1024 * 1024;
/** What opening and closing one costs, in bytes that are read meanwhile. */
const BYTES_FOR_OPENING = 64 * 1024;
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface DigestOrder {
  readonly folder: string;
  /** Files. */
  readonly entries: ReadonlyMap<RawName, SeenEntry>;
  readonly signal: AbortSignal;
}

/** sha256 in hex by the same names. Throws as the system does. */
export async function digestsOf({ folder, entries, signal }: DigestOrder): Promise<ReadonlyMap<RawName, string>> {
  const digests = new Map<RawName, string>();
  const root = `${rawOf(folder)}/`;
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let sinceTurn = 0;
  for (const [path, { size }] of entries) {
    const descriptor = openSync(bytesOf(root + path), FLAGS);
    try {
      digests.set(path, await digestOf(descriptor, size, { piece, signal }));
    } finally {
      closeSync(descriptor);
    }
    sinceTurn += BYTES_FOR_OPENING + size;
    if (sinceTurn > BYTES_PER_TURN) [sinceTurn] = [0, await turn(signal)];
  }
  return digests;
}

interface Reading {
  readonly piece: Buffer;
  readonly signal: AbortSignal;
}

/** No more of it than `size`. */
async function digestOf(descriptor: number, size: number, { piece, signal }: Reading): Promise<string> {
  if (size <= PIECE_BYTES) return hash("sha256", filled(descriptor, piece.subarray(0, size)), "hex");
  const digest = createHash("sha256");
  for (let left = size; left > 0; left -= PIECE_BYTES) {
    digest.update(filled(descriptor, piece.subarray(0, left)));
    await turn(signal);
  }
  return digest.digest("hex");
}

/** The system may give less than it was asked for; at the end of the file it gives nothing. */
function filled(descriptor: number, piece: Buffer): Buffer {
  let length = 0;
  for (let count = 1; count > 0 && length < piece.length; length += count) {
    count = readSync(descriptor, piece, length, piece.length - length, null);
  }
  return piece.subarray(0, length);
}

async function turn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
