// Opens and reads what is surely a file: a named pipe would wait for a writer for ever, deaf to every signal, a device such as
// /dev/zero has no end, and what somebody else put under a name may be as large as the disk. What is looked at is what was opened,
// so it cannot be another in between. Not for large files, which are streamed.

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { systemCodeOf } from "../base/index.js";

/** Neither a pipe nor a terminal may have a say in how long an opening takes, or in who may interrupt. */
const AT_ONCE = constants.O_NONBLOCK | constants.O_NOCTTY;
const PIECE_BYTES = 64 * 1024;

/**
 * The whole of a file. `flags` are more flags of open(2): O_NOFOLLOW where a link makes no sense. Throws what the system says, such
 * as ENOENT, or an Error that says what stands there instead ("it is a named pipe, not a file"): for the caller's own error, which
 * names the path.
 */
export function readRegularFile(path: string, maxSizeBytes: number, flags = 0): Buffer {
  const descriptor = openRegularFile(path, constants.O_RDONLY | flags);
  try {
    return contentOf(descriptor, maxSizeBytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens it, and makes it (0600) where `flags` hold O_CREAT. The descriptor is the caller's to close. Throws as reading does. */
export function openRegularFile(path: string, flags: number): number {
  const descriptor = opened(path, flags);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error(`it is ${nounOf(stats)}, not a file`);
    return descriptor;
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
}

function opened(path: string, flags: number): number {
  try {
    return openSync(path, flags | AT_ONCE, 0o600);
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    // Nobody reads the pipe, nothing answers at the socket, no driver the device.
    if (code === "ENXIO" || code === "ENODEV") throw new Error("it is a pipe, a socket or a device, not a file");
    if (code === "EISDIR") throw new Error("it is a folder, not a file");
    if (code === "ELOOP") throw new Error("it is a symbolic link, not a file");
    throw thrown;
  }
}

function nounOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  return stats.isFIFO() ? "a named pipe" : "a device";
}

/**
 * The size in its status is not trusted alone: it may grow while it is read, and under /proc it is 0. One byte more than that is
 * room for its end to be seen without another buffer, which counts where many small files are read.
 */
function contentOf(descriptor: number, maxSizeBytes: number): Buffer {
  const { size } = fstatSync(descriptor);
  const pieces: Buffer[] = [];
  let piece = Buffer.allocUnsafe(size > 0 && size <= maxSizeBytes ? size + 1 : PIECE_BYTES);
  for (let [length, used] = [0, 0]; Math.max(size, length) <= maxSizeBytes; ) {
    const count = readSync(descriptor, piece, used, piece.length - used, null);
    if (count === 0) return Buffer.concat([...pieces, piece.subarray(0, used)], length);
    length += count;
    used += count;
    if (used < piece.length) continue;
    pieces.push(piece);
    [piece, used] = [Buffer.allocUnsafe(PIECE_BYTES), 0];
  }
  throw new Error(`it is larger than ${maxSizeBytes} bytes`);
}
