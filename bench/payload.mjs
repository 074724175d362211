// Payloads of a given size that compress to about a half, like a file system does: 4 KiB of noise, 4 KiB of text, in turn.
// Always the same bytes.

import { createCipheriv } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const BLOCK_BYTES = 4096;
const CHUNK_BYTES = 1024 * 1024;

export async function writePayload(path, sizeMebibytes) {
  await pipeline(Readable.from(chunks(sizeMebibytes)), createWriteStream(path));
}

function* chunks(count) {
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16));
  const text = Buffer.alloc(BLOCK_BYTES, "an unremarkable line of some configuration file\n");
  for (let chunk = 0; chunk < count; chunk += 1) {
    const blocks = [];
    for (let done = 0; done < CHUNK_BYTES; done += 2 * BLOCK_BYTES) {
      blocks.push(noise.update(Buffer.alloc(BLOCK_BYTES)), text);
    }
    yield Buffer.concat(blocks, CHUNK_BYTES);
  }
}
