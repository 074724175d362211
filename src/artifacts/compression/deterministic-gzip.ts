// gzip whose header says neither when nor where it was made. The compressed bytes themselves are those of Node's zlib: the
// same for the same release on the same kind of processor.

import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { READ_CHUNK_BYTES } from "../limits.js";

/** Place of the operating system in the header (RFC 1952), and the value for "unknown". */
const OS_OFFSET = 9;
const OS_UNKNOWN = 255;

export async function* deterministicGzip(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  const gzip = createGzip({ chunkSize: READ_CHUNK_BYTES });
  pipeline(Readable.from(bytes, { objectMode: false, highWaterMark: READ_CHUNK_BYTES }), gzip, () => undefined);
  let offset = 0;
  for await (const chunk of gzip as AsyncIterable<Buffer>) {
    if (offset <= OS_OFFSET && OS_OFFSET < offset + chunk.length) chunk[OS_OFFSET - offset] = OS_UNKNOWN;
    offset += chunk.length;
    yield chunk;
  }
}
