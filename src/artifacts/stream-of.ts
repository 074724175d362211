// Chunks as a stream that lets go at once when it is destroyed: whatever the chunks are waiting for is ended, not awaited.

import { Readable } from "node:stream";
import { READ_CHUNK_BYTES } from "./limits.js";

/** @param leave makes a pending `next` of the chunks settle */
export function streamOf(chunks: AsyncGenerator<Buffer, void, void>, leave: () => void): Readable {
  return new Readable({
    highWaterMark: READ_CHUNK_BYTES,
    read() {
      chunks.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
        (thrown: Error) => this.destroy(thrown),
      );
    },
    destroy(error, callback) {
      leave();
      const done = () => callback(error);
      chunks.return().then(done, done);
    },
  });
}
