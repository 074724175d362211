// Holds compressed bytes to one frame with nothing behind it, while they go past on their way to whoever unpacks them. The
// unpackers take several frames silently, so two readers could see two contents in the same bytes. How a frame is built is
// told by a generator: it asks for bytes to look at, or to skip, and ends where the frame ends.

import { fault } from "../fault.js";

export type Want = { readonly read: number } | { readonly skip: number };
/** Gets the bytes it wanted to read; nothing of those it skips. */
export type Frame = Generator<Want, void, Buffer>;

const NOTHING = Buffer.alloc(0);

/** @param what the compressed part's name, for messages */
export async function* framed(
  bytes: AsyncIterable<Buffer>,
  frame: Frame,
  what: string,
): AsyncGenerator<Buffer, void, void> {
  const walker = walk(frame);
  for await (const chunk of bytes) {
    if (walker.take(chunk) < chunk.length) {
      throw fault("ARTIFACT_TRAILING_DATA", `${what}: something follows the compressed data`);
    }
    yield chunk;
  }
  if (!walker.isAtEnd()) throw fault("ARTIFACT_TRUNCATED", `${what} ends in the middle of its compressed data`);
}

export interface Walker {
  /** How many of the bytes belong to the frame. Throws what the frame throws. */
  take(chunk: Buffer): number;
  /** After a fault: how many bytes of the chunk stand before what was refused. */
  soundBytes(): number;
  isAtEnd(): boolean;
}

export function walk(frame: Frame): Walker {
  let state = frame.next(NOTHING);
  let skipped = 0;
  let held = NOTHING;
  let sound = 0;
  const goOn = (answer: Buffer) => {
    [skipped, held] = [0, NOTHING];
    state = frame.next(answer);
  };
  const take = (chunk: Buffer): number => {
    let at = 0;
    while (state.done !== true) {
      const want: Want = state.value;
      const missing = "skip" in want ? want.skip - skipped : want.read - held.length;
      const taken = Math.min(missing, chunk.length - at);
      if ("skip" in want) skipped += taken;
      else held = Buffer.concat([held, chunk.subarray(at, at + taken)]);
      at += taken;
      if (taken < missing) return at;
      sound = "skip" in want ? at : at - taken;
      goOn(held);
    }
    return at;
  };
  return { take, soundBytes: () => sound, isAtEnd: () => state.done === true };
}
