// Compressed data of a gibibyte that has next to no bytes itself. It begins with bytes of choice; the rest are zeros.

import { execFileSync } from "node:child_process";
import { constants, crc32, deflateRawSync } from "node:zlib";

export const GIBIBYTE = 2 ** 30;
const MIB = 2 ** 20;

/** One mebibyte, packed so that it can be repeated. */
export function gzipBomb(start: Buffer): Buffer {
  const piece = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const zeros = piece(Buffer.alloc(MIB));
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const [end, trailer] = [Buffer.from([3, 0]), Buffer.alloc(8)];
  return Buffer.concat([header, piece(start), ...Array<Buffer>(GIBIBYTE / MIB).fill(zeros), end, trailer]);
}

/** Blocks that are one byte, repeated (RFC 8878, section 3.1.1.2). */
export function zstdBomb(start: Buffer): Buffer {
  const [raw, repeated, blockBytes] = [0, 1, 128 * 1024];
  const block = (type: number, size: number, isLast = 0) => {
    const header = Buffer.alloc(3);
    header.writeUIntLE((size << 3) | (type << 1) | isLast, 0, 3);
    return header;
  };
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3]);
  const zeros = Buffer.concat([block(repeated, blockBytes), Buffer.alloc(1)]);
  const blocks = Array<Buffer>(GIBIBYTE / blockBytes).fill(zeros);
  return Buffer.concat([frame, block(raw, start.length), start, ...blocks, block(raw, 0, 1)]);
}

interface XzBlock {
  readonly header: Buffer;
  readonly bytes: Buffer;
  /** Of the index: how long it is, packed and unpacked. */
  readonly record: Buffer;
}

/** One block after the other, and an index of them all (the .xz file format, sections 2 to 4). */
export function xzBomb(start: Buffer): Buffer {
  const blockBytes = 16 * MIB;
  const blocks = [
    ...(start.length > 0 ? [xzBlock(start)] : []),
    ...Array(GIBIBYTE / blockBytes).fill(xzBlock(Buffer.alloc(blockBytes))),
  ];
  const content = Buffer.concat([Buffer.from([0, blocks.length]), ...blocks.map(({ record }) => record)]);
  const index = withSum(Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]));
  const footer = Buffer.from([0, 0, 0, 0, 0, 0]);
  footer.writeUInt32LE(index.length / 4 - 1);
  const [sized, sum] = [footer, withSum(footer).subarray(-4)];
  return Buffer.concat([
    blocks[0]?.header ?? sum,
    ...blocks.map(({ bytes }) => bytes),
    index,
    sum,
    sized,
    Buffer.from("YZ"),
  ]);
}

/** The only block of a stream: between its header, and its index and footer. */
function xzBlock(content: Buffer): XzBlock {
  const stream = execFileSync("xz", ["-0", "--check=none", "--stdout"], { input: content, maxBuffer: MIB });
  const indexBytes = (stream.readUInt32LE(stream.length - 8) + 1) * 4;
  const [header, indexAt] = [stream.subarray(0, 12), stream.length - 12 - indexBytes];
  const record = stream.subarray(indexAt + 2, stream.length - 12 - 4);
  const second = record.findIndex((byte) => byte < 0x80) + 1;
  const end = second + record.subarray(second).findIndex((byte) => byte < 0x80) + 1;
  return { header, bytes: stream.subarray(12, indexAt), record: record.subarray(0, end) };
}

function withSum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(bytes));
  return Buffer.concat([bytes, sum]);
}
