// The payload of an age file, as its specification has it: after a nonce of 16 bytes, chunks of 64 KiB, each with its own tag; the number
// of a chunk and whether it is the last are in its nonce, so none can be left out, added or moved. The cipher is OpenSSL's: the
// library's own, in JavaScript, takes three times as long.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type Chunk, inChunks } from "./chunks.js";
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
  for await (const { pieces, number, isLast } of inChunks(plain, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(number, isLast), { authTagLength: TAG_BYTES });
    for (const piece of pieces) yield cipher.update(piece);
    cipher.final();
    yield cipher.getAuthTag();
  }
}

/** Nothing is handed on before its chunk was authenticated. Throws BACKUP_DAMAGED. */
export async function* decryptPayload(stored: AsyncIterable<Buffer>, fileKey: Uint8Array): AsyncGenerator<Buffer> {
  let key: Uint8Array | undefined;
  for await (const chunk of inChunks(withoutNonce(stored, derive), CHUNK_BYTES + TAG_BYTES)) {
    if (key === undefined) throw damaged("it ends before its content");
    const content = opened(chunk, key);
    if (chunk.bytes === TAG_BYTES && chunk.number > 0) throw damaged("its last part is empty");
    yield* content;
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

function opened(chunk: Chunk, key: Uint8Array): readonly Buffer[] {
  const { content, tag } = parted(chunk);
  const nonce = chunkNonce(chunk.number, chunk.isLast);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  const plain = content.map((piece) => decipher.update(piece));
  try {
    decipher.final();
    return plain;
  } catch {
    throw damaged("a part of it was changed, moved or cut off");
  }
}

/** The tag is the last bytes, of one piece or of several. */
function parted({ pieces, bytes }: Chunk): { readonly content: readonly Buffer[]; readonly tag: Buffer } {
  const contentBytes = bytes - TAG_BYTES;
  if (contentBytes < 0) throw damaged("it is cut off");
  const [content, tag]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const piece of pieces) {
    const border = Math.min(Math.max(contentBytes - at, 0), piece.length);
    if (border > 0) content.push(piece.subarray(0, border));
    if (border < piece.length) tag.push(piece.subarray(border));
    at += piece.length;
  }
  return { content, tag: Buffer.concat(tag) };
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
