// The digests of stored files, read here and now: through tar the same bytes would go from program to program, for three times the
// work. Files with holes are left to tar, which knows where their data is.

import { createHash } from "node:crypto";
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
  let read = 0;
  for (const [path, { size }] of entries) {
    const hash = createHash("sha256");
    const descriptor = openSync(bytesOf(root + path), FLAGS);
    try {
      for (let at = 0, count = 1; at < size && count > 0; at += count) {
        count = readSync(descriptor, piece, 0, Math.min(PIECE_BYTES, size - at), null);
        hash.update(count === PIECE_BYTES ? piece : piece.subarray(0, count));
        read += count;
        if (read > BYTES_PER_TURN) [read] = [0, await turn(signal)];
      }
    } finally {
      closeSync(descriptor);
    }
    digests.set(path, hash.digest("hex"));
    read += BYTES_FOR_OPENING;
  }
  return digests;
}

async function turn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
