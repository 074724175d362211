// What a tar must keep to beyond what the parser asks for, so that every reader of it sees the same members: numbers are
// numbers, what fills a block is zeros, extended headers say what they say once and completely. Told as a frame that is walked
// while the bytes go past (compression/framed.ts).

import type { Frame, Want } from "./compression/framed.js";
import { fault } from "./fault.js";
import { MAX_TAR_OVERHEAD_BYTES } from "./limits.js";
import { fieldNumber, isHeader } from "./tar-fields.js";
import { paxSize } from "./tar-pax.js";

export const BLOCK = 512;
/** PAX records for one member, and for all; GNU's long names of members and of what links point to. */
const EXTENDED: readonly string[] = ["x", "g", "L", "N", "K"];
/** At most one of these may speak of a member: readers differ in which of them they believe. */
const NAMING: readonly string[] = ["x", "L", "N"];
/** What a date can hold, in seconds. */
const MAX_TIME = 8.64e12;

export function* tarFrame(what: string): Frame {
  let naming: string | undefined;
  let size: number | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const block = yield { read: BLOCK };
    if (isZero(block)) {
      if (naming !== undefined) throw damaged(what, "an extended header without a member");
      return yield* secondZeros(what);
    }
    if (!isHeader(block)) throw isFirst ? noTar(what) : damaged(what, "no tar header where a member should begin");
    const type = String.fromCharCode(block[156] ?? 0);
    const own = sizeOf(block, what);
    if (!EXTENDED.includes(type)) {
      yield* skipMember(size ?? own, what);
      [naming, size] = [undefined, undefined];
      continue;
    }
    if (NAMING.includes(type) && naming !== undefined) throw damaged(what, "two extended headers for one member");
    const content = yield* extendedHeader(own, what);
    if (NAMING.includes(type)) naming = type;
    if (type === "x" || type === "g") size = paxSize(content, { what, isGlobal: type === "g" }) ?? size;
  }
}

/** A block of zeros alone ends the archive for some readers and not for others. */
function* secondZeros(what: string): Frame {
  if (isZero(yield { read: BLOCK })) return;
  throw fault("ARTIFACT_TRAILING_DATA", `${what}: something follows a block of zeros`);
}

function* skipMember(size: number, what: string): Frame {
  yield { skip: size };
  yield* filler(size, what);
}

function* extendedHeader(size: number, what: string): Generator<Want, Buffer, Buffer> {
  if (size === 0) throw damaged(what, "an extended header that is empty");
  if (size > MAX_TAR_OVERHEAD_BYTES) {
    throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${what}: an extended header of ${size} bytes`);
  }
  const content = yield { read: size };
  yield* filler(size, what);
  return content;
}

function* filler(size: number, what: string): Frame {
  const count = (BLOCK - (size % BLOCK)) % BLOCK;
  if (count > 0 && !isZero(yield { read: count })) throw damaged(what, "something stands behind a member");
}

function sizeOf(block: Buffer, what: string): number {
  const size = fieldNumber(block, 124);
  if (!(Number.isSafeInteger(size) && size >= 0)) throw damaged(what, "a member whose size is no number");
  if (!(Math.abs(fieldNumber(block, 136)) <= MAX_TIME)) throw damaged(what, "a member whose time is none");
  return size;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function noTar(what: string) {
  return fault("ARTIFACT_NOT_TAR", `${what} is not a tar archive`);
}

function damaged(what: string, reason: string) {
  return fault("ARTIFACT_DAMAGED", `${what}: ${reason}`);
}
