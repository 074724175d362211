// The header of an xz block, as far as it says how much memory the block needs. Only chains that end in LZMA2 are known,
// which are all there are.

const LZMA2 = 0x21;
const HAS_PACKED_SIZE = 0x40;
const HAS_UNPACKED_SIZE = 0x80;

/** @param header without its first byte. Undefined when it cannot be read */
export function dictionaryBytes(header: Buffer): number | undefined {
  const flags = header[0] ?? 0;
  let at: number | undefined = 1;
  for (const flag of [HAS_PACKED_SIZE, HAS_UNPACKED_SIZE]) if ((flags & flag) !== 0) at = behindNumber(header, at);
  for (let filter = flags & 3; filter > 0; filter -= 1) at = behindFilter(header, at);
  if (at === undefined || header[at] !== LZMA2 || header[at + 1] !== 1) return undefined;
  return sizeOf(header[at + 2] ?? 0xff);
}

function behindFilter(header: Buffer, start: number | undefined): number | undefined {
  const at = behindNumber(header, start);
  const propertyBytes = at === undefined ? undefined : header[at];
  return at === undefined || propertyBytes === undefined ? undefined : at + 1 + propertyBytes;
}

/** Numbers of seven bits a byte, lowest first; the last byte's highest bit is clear. */
function behindNumber(header: Buffer, start: number | undefined): number | undefined {
  if (start === undefined) return undefined;
  const length = header.subarray(start, start + 9).findIndex((byte) => byte < 0x80);
  return length === -1 ? undefined : start + length + 1;
}

function sizeOf(bits: number): number | undefined {
  if (bits > 40) return undefined;
  return bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** (Math.floor(bits / 2) + 11);
}
