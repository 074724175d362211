// The framing of zstd (RFC 8878, section 3.1.1): one frame, without a dictionary. Skippable frames are refused: they hold
// bytes that no checksum covers.

import { fault } from "../fault.js";
import { MAX_UNPACK_WINDOW_BYTES } from "../limits.js";
import type { Frame } from "./framed.js";

const MAGIC = 0xfd2fb528;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
const BLOCK_RLE = 1;
const BLOCK_RESERVED = 3;
const CHECKSUM_BYTES = 4;

export function* zstdFrame(what: string): Frame {
  const start = yield { read: 5 };
  if (start.readUInt32LE(0) !== MAGIC) throw fault("ARTIFACT_DAMAGED", `${what} is not zstd data`);
  const descriptor = start[4] ?? 0;
  yield* frameHeader(descriptor, what);
  for (let isLast = false; !isLast; ) {
    const header = (yield { read: 3 }).readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    if (type === BLOCK_RESERVED) throw fault("ARTIFACT_DAMAGED", `${what}: a zstd block of an unknown kind`);
    yield { skip: type === BLOCK_RLE ? 1 : header >> 3 };
    isLast = (header & 1) === 1;
  }
  if ((descriptor & 4) !== 0) yield { skip: CHECKSUM_BYTES };
}

function* frameHeader(descriptor: number, what: string): Frame {
  if ((descriptor & 8) !== 0) throw fault("ARTIFACT_DAMAGED", `${what}: unknown zstd flags`);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const window = isSingleSegment ? 0 : windowBytes((yield { read: 1 })[0] ?? 0);
  const dictionaryIdBytes = DICTIONARY_ID_BYTES[(descriptor & 3) as 0 | 1 | 2 | 3];
  if (dictionaryIdBytes > 0) throw fault("ARTIFACT_DAMAGED", `${what} needs a zstd dictionary`);
  const sizeBytes = CONTENT_SIZE_BYTES[(descriptor >> 6) as 0 | 1 | 2 | 3] || (isSingleSegment ? 1 : 0);
  const size = littleEndian(yield { read: sizeBytes });
  checkWindow(isSingleSegment ? contentSize(size, sizeBytes) : window, what);
}

function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Of two bytes, the value begins at 256. */
function contentSize(value: number, bytes: number): number {
  return bytes === 2 ? value + 256 : value;
}

function littleEndian(bytes: Buffer): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function checkWindow(bytes: number, what: string): void {
  if (bytes <= MAX_UNPACK_WINDOW_BYTES) return;
  throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${what} needs more than ${MAX_UNPACK_WINDOW_BYTES} bytes to be unpacked`);
}
