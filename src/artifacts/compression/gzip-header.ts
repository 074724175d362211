// The header of a gzip member (RFC 1952, section 2.3): found to know where the compressed data begins; its fields say
// nothing that matters here.

import { fault } from "../fault.js";

const FIXED_BYTES = 10;
/** Optional fields with file names and comments: no writer needs more. */
const MAX_BYTES = 64 * 1024;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** Bytes of the header at the start of `bytes`; undefined when more must be read to tell. */
export function parseGzipHeader(bytes: Buffer, what: string): number | undefined {
  checkStart(bytes, what);
  const length = headerLength(bytes);
  if (length !== undefined && length <= bytes.length) return length;
  if (bytes.length > MAX_BYTES) throw fault("ARTIFACT_DAMAGED", `${what}: the gzip header has no end`);
  return undefined;
}

function checkStart(bytes: Buffer, what: string): void {
  const expected = [0x1f, 0x8b, 8];
  const isForeign = expected.some((value, index) => index < bytes.length && bytes[index] !== value);
  if (isForeign) throw fault("ARTIFACT_DAMAGED", `${what} is not gzip data`);
  if (((bytes[3] ?? 0) & FLAG.reserved) !== 0) throw fault("ARTIFACT_DAMAGED", `${what}: unknown gzip flags`);
}

function headerLength(bytes: Buffer): number | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const flags = bytes[3] ?? 0;
  let offset: number | undefined = FIXED_BYTES;
  if (flags & FLAG.extra) {
    if (bytes.length < offset + 2) return undefined;
    offset += 2 + bytes.readUInt16LE(offset);
  }
  if (flags & FLAG.name) offset = afterNul(bytes, offset);
  if (flags & FLAG.comment) offset = afterNul(bytes, offset);
  return offset !== undefined && flags & FLAG.headerCrc ? offset + 2 : offset;
}

function afterNul(bytes: Buffer, from: number | undefined): number | undefined {
  const nul = from === undefined ? -1 : bytes.indexOf(0, from);
  return nul === -1 ? undefined : nul + 1;
}
