// The bytes of a stream, taken at will. Looking waits and takes nothing, so whoever stops waiting has lost nothing for the next.

import type { Readable } from "node:stream";
import { messageOf } from "../../base/index.js";
import { bundleFault } from "./fault.js";

export interface ByteQueue {
  /** What comes next, at least one byte; undefined at the end. Rejects with BUNDLE_UNREADABLE, then always. */
  look(): Promise<Buffer | undefined>;
  /** Takes so many of the bytes that were seen. */
  take(count: number): void;
}

const NOTHING = Buffer.alloc(0);

/** @param shown of the source, for messages */
export function createByteQueue(source: Readable, shown: string): ByteQueue {
  const iterator = source[Symbol.asyncIterator]();
  let seen = NOTHING;
  let pending: Promise<Buffer | undefined> | undefined;
  let failure: Error | undefined;

  const pull = async (): Promise<Buffer | undefined> => {
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return undefined;
        seen = Buffer.isBuffer(next.value) ? next.value : Buffer.from(next.value);
        if (seen.length > 0) return seen;
      }
    } catch (thrown) {
      failure = bundleFault("BUNDLE_UNREADABLE", `${shown} cannot be read: ${messageOf(thrown)}`, thrown);
      throw failure;
    } finally {
      pending = undefined;
    }
  };
  return {
    look: async () => {
      if (seen.length > 0) return seen;
      if (failure !== undefined) throw failure;
      pending ??= pull();
      return await pending;
    },
    take: (count) => {
      seen = seen.subarray(count);
    },
  };
}

/** Undefined where the stream ends before. */
export async function takeWhole(queue: ByteQueue, count: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  for (let missing = count; missing > 0; ) {
    const seen = await queue.look();
    if (seen === undefined) return undefined;
    const part = seen.subarray(0, missing);
    queue.take(part.length);
    missing -= part.length;
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, count);
}
