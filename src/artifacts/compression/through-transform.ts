// Sends bytes through one of Node's own transforms, at the reader's pace. A fault of the source comes out of the reader's
// loop.

import { pipeline, Readable, type Transform } from "node:stream";
import { READ_CHUNK_BYTES } from "../limits.js";

export async function* throughTransform(
  bytes: AsyncIterable<Buffer>,
  transform: Transform,
): AsyncGenerator<Buffer, void, void> {
  pipeline(Readable.from(bytes, { objectMode: false, highWaterMark: READ_CHUNK_BYTES }), transform, () => undefined);
  yield* transform as AsyncIterable<Buffer>;
}
