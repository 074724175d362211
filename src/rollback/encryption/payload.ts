// The payload of an age file, as its specification has it: after a nonce of 16 bytes, chunks of 64 KiB, each with its own tag; the number
// of a chunk and whether it is the last are in its nonce, so none can be left out, added or moved. The cipher is OpenSSL's: the
// library's own, in JavaScript, takes three times as long.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { damaged } from "./refusals.js";

const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const NONCE_BYTES = 16;
const CIPHER = "chacha20-poly1305";

/** The bytes that follow the header. */
export async function* encryptPayload(plain: AsyncIterable<Buffer>, fileKey: Uint8Array): AsyncGenerator<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  yield nonce;
  const key = payloadKey(fileKey, nonce);
  for await (const { bytes, number, isLast } of inChunks(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(number, isLast), { authTagLength: TAG_BYTES });
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Nothing is handed on before its chunk was authenticated. Throws BACKUP_DAMAGED. */
export async function* decryptPayload(stored: AsyncIterable<Buffer>, fileKey: Uint8Array): AsyncGenerator<Buffer> {
  let key: Uint8Array | undefined;
  for await (const { bytes, number, isLast } of inChunks(withoutNonce(stored, derive), CHUNK_BYTES + TAG_BYTES)) {
    if (key === undefined) throw damaged("it ends before its content");
    const content = opened(bytes, key, chunkNonce(number, isLast));
    if (content.length === 0 && number > 0) throw damaged("its last part is empty");
    yield content;
  }

  function derive(nonce: Buffer): void {
    key = payloadKey(fileKey, nonce);
  }
}

async function* withoutNonce(stored: AsyncIterable<Buffer>, found: (nonce: Buffer) => void): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of stored) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < NONCE_BYTES) continue;
    found(head.subarray(0, NONCE_BYTES));
    yield head.subarray(NONCE_BYTES);
    head = undefined;
  }
}

function opened(bytes: Buffer, key: Uint8Array, nonce: Buffer): Buffer {
  const size = bytes.length - TAG_BYTES;
  if (size < 0) throw damaged("it is cut off");
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(size));
  const content = decipher.update(bytes.subarray(0, size));
  try {
    decipher.final();
    return content;
  } catch {
    throw damaged("a part of it was changed, moved or cut off");
  }
}

interface Chunk {
  readonly bytes: Buffer;
  readonly number: number;
  readonly isLast: boolean;
}

/** All of one size but the last; one, empty, where there are no bytes at all. A chunk's buffer is used again for the next. */
async function* inChunks(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Chunk> {
  const buffer = Buffer.allocUnsafe(size);
  let [filled, number] = [0, 0];
  for await (const piece of bytes) {
    for (let taken = 0; taken < piece.length; ) {
      if (filled === size) {
        yield { bytes: buffer, number, isLast: false };
        [filled, number] = [0, number + 1];
      }
      const copied = piece.copy(buffer, filled, taken, Math.min(piece.length, taken + size - filled));
      [taken, filled] = [taken + copied, filled + copied];
    }
  }
  yield { bytes: buffer.subarray(0, filled), number, isLast: true };
}

/** Eleven bytes of number, of which a file never needs more than six, and one that says whether it is the last. */
function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", fileKey, nonce, "payload", 32));
}
