// The framing of xz (the .xz file format, version 1.2): one stream, no padding behind it. Checksums, and whether the index
// tells the truth, are the xz program's to judge; here only the way to the end is found.

import { fault } from "../fault.js";
import { MAX_UNPACK_WINDOW_BYTES } from "../limits.js";
import type { Frame, Want } from "./framed.js";
import { dictionaryBytes } from "./xz-block-header.js";

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const STREAM_HEADER_BYTES = 12;
const FOOTER_BYTES = 12;
const CRC_BYTES = 4;
/** More blocks than anybody writes: xz makes one of some MiB at least. */
const MAX_BLOCKS = 1_000_000;

export function* xzStream(what: string): Frame {
  const header = yield { read: STREAM_HEADER_BYTES };
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw fault("ARTIFACT_DAMAGED", `${what} is not xz data`);
  const checkBytes = sizeOfCheck((header[7] ?? 0) & 0x0f);
  for (;;) {
    const first = (yield { read: 1 })[0] ?? 0;
    if (first === 0) break;
    yield* block(first, checkBytes, what);
  }
  yield* index(what);
  yield { skip: FOOTER_BYTES };
}

function sizeOfCheck(type: number): number {
  return type === 0 ? 0 : 4 * 2 ** Math.floor((type - 1) / 3);
}

function* block(first: number, checkBytes: number, what: string): Frame {
  const dictionary = dictionaryBytes(yield { read: first * 4 + 3 });
  if (dictionary === undefined) throw fault("ARTIFACT_DAMAGED", `${what}: an xz block that cannot be read`);
  if (dictionary > MAX_UNPACK_WINDOW_BYTES) {
    throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${what} needs ${dictionary} bytes to be unpacked`);
  }
  const packedBytes = yield* lzma2Chunks(what);
  yield { skip: paddingOf(packedBytes) + checkBytes };
}

/** Ends behind the mark that ends the chunks; returns how long they were. */
function* lzma2Chunks(what: string): Generator<Want, number, Buffer> {
  let total = 0;
  for (;;) {
    const control = (yield { read: 1 })[0] ?? 0;
    total += 1;
    if (control === 0) return total;
    const isPacked = control >= 0x80;
    if (!isPacked && control > 2) throw fault("ARTIFACT_DAMAGED", `${what}: unknown control byte in the xz data`);
    const sizes = yield { read: isPacked ? 4 : 2 };
    const content = sizes.readUInt16BE(sizes.length - 2) + 1 + (control >= 0xc0 ? 1 : 0);
    yield { skip: content };
    total += sizes.length + content;
  }
}

/** Behind its first byte, which is zero. */
function* index(what: string): Frame {
  const count = yield* variableLength(what);
  if (count.value > MAX_BLOCKS) throw fault("ARTIFACT_DAMAGED", `${what}: too many blocks in the xz data`);
  let total = 1 + count.bytes;
  for (let number = 0; number < 2 * count.value; number += 1) total += (yield* variableLength(what)).bytes;
  yield { skip: paddingOf(total) + CRC_BYTES };
}

function* variableLength(what: string): Generator<Want, { readonly value: number; readonly bytes: number }, Buffer> {
  let value = 0;
  for (let bytes = 1; bytes <= 9; bytes += 1) {
    const byte = (yield { read: 1 })[0] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (bytes - 1));
    if (byte < 0x80) return { value, bytes };
  }
  throw fault("ARTIFACT_DAMAGED", `${what}: a number without end in the xz data`);
}

function paddingOf(bytes: number): number {
  return (4 - (bytes % 4)) % 4;
}
