// The numbers in a tar header, read strictly: octal digits in a row, or GNU's binary form. A lenient reader stops at the first
// character that it does not know, and sees another number than its neighbour.

const SUM = { start: 148, end: 156 } as const;

/** A field of twelve bytes; NaN where it holds no number. */
export function fieldNumber(block: Buffer, start: number): number {
  const field = block.subarray(start, start + 12);
  const first = field[0] ?? 0;
  if (first === 0x80)
    return field.readUIntBE(6, 6) + field.subarray(1, 6).reduce((high, byte) => high * 256 + byte, 0) * 2 ** 48;
  if (first === 0xff) return isMinus(field) ? field.readIntBE(6, 6) : Number.NaN;
  return octal(field);
}

/** Whether a block is a header at all: of POSIX or of GNU, with the right sum. */
export function isHeader(block: Buffer): boolean {
  return /^ustar(\0| {2}\0)/.test(block.toString("latin1", 257, 265)) && hasRightSum(block);
}

function hasRightSum(block: Buffer): boolean {
  let sum = (SUM.end - SUM.start) * 0x20;
  for (const [at, byte] of block.entries()) if (at < SUM.start || at >= SUM.end) sum += byte;
  return octal(block.subarray(SUM.start, SUM.end)) === sum;
}

/** Whether all bytes but the last six only carry the sign. */
function isMinus(field: Buffer): boolean {
  return field.subarray(0, 6).every((byte) => byte === 0xff) && (field[6] ?? 0) >= 0x80;
}

function octal(field: Buffer): number {
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(field.toString("latin1")) ?? [];
  return digits === undefined ? Number.NaN : Number.parseInt(digits, 8);
}
