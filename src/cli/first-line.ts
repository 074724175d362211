// The first line of a file, for secrets that do not belong on a command line. The file may be a pipe, as a shell makes one of
// `<(pass show backups)`: whoever writes into it is waited for, but not for ever. What is behind the line, or behind more than it can
// have, is not read: a device goes on for ever.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { systemCodeOf } from "../base/index.js";

const STDIN = 0;
const PAUSE_MILLISECONDS = 20;
const WAIT_MILLISECONDS = 30_000;

export interface LineLimits {
  readonly maxBytes: number;
  /** How long a pipe that nobody writes into is waited for. A person at the standard input takes as long as it takes. */
  readonly waitMilliseconds?: number;
}

/** Without its end; up to two bytes more than it may have, so that a longer one shows. `-` is the standard input. */
export function firstLineOf(path: string, { maxBytes, waitMilliseconds = WAIT_MILLISECONDS }: LineLimits): Buffer {
  const bytes = Buffer.alloc(maxBytes + 2);
  if (path === "-")
    return lineIn({ descriptor: STDIN, isPipe: false, bytes, wait: patience(Number.POSITIVE_INFINITY) });
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const isPipe = fstatSync(descriptor).isFIFO();
    return lineIn({ descriptor, isPipe, bytes, wait: patience(waitMilliseconds) });
  } finally {
    closeSync(descriptor);
  }
}

interface Reading {
  readonly descriptor: number;
  readonly isPipe: boolean;
  readonly bytes: Buffer;
  wait(): void;
}

function lineIn({ descriptor, isPipe, bytes, wait }: Reading): Buffer {
  for (let length = 0; ; ) {
    const count = readSome(descriptor, bytes.subarray(length));
    length += count ?? 0;
    const end = bytes.subarray(0, length).indexOf("\n");
    if (end !== -1) return bytes.subarray(0, end);
    // A pipe into which nobody has written yet looks like one at its end.
    if (length === bytes.length || (count === 0 && !(isPipe && length === 0))) return bytes.subarray(0, length);
    if (!count) wait();
  }
}

/** Undefined where somebody may still write. */
function readSome(descriptor: number, into: Buffer): number | undefined {
  try {
    return readSync(descriptor, into, 0, into.length, null);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "EAGAIN") return undefined;
    throw thrown;
  }
}

function patience(milliseconds: number): () => void {
  let left = milliseconds;
  return () => {
    if (left <= 0) throw new Error("it is a pipe, and nobody writes into it");
    left -= PAUSE_MILLISECONDS;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
  };
}
