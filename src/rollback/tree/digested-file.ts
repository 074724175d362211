// A new file of which the digest is taken while it is written. What has come while an earlier write was under way goes out in one call,
// as it is: joined first, it would be copied.

import { createHash } from "node:crypto";
import { closeSync, openSync, writev } from "node:fs";
import { Writable } from "node:stream";

export interface DigestedFile {
  readonly stream: Writable;
  /** Of what was written, once the stream has finished. */
  digested(): { readonly checksum: string; readonly storedBytes: number };
}

const HIGH_WATER = 1024 * 1024;

/** Throws where it is there already. */
export function createDigestedFile(path: string): DigestedFile {
  const descriptor = openSync(path, "wx", 0o600);
  const hash = createHash("sha256");
  let storedBytes = 0;
  let isWriting = false;
  let whenWritten: (() => void) | undefined;
  const take = (pieces: readonly Buffer[], done: (thrown: Error | null) => void) => {
    for (const piece of pieces) hash.update(piece);
    isWriting = true;
    writeAll(descriptor, pieces, (thrown, bytes) => {
      [isWriting, storedBytes] = [false, storedBytes + bytes];
      whenWritten?.();
      done(thrown);
    });
  };
  const stream = new Writable({
    highWaterMark: HIGH_WATER,
    write: (chunk: Buffer, _, done) => take([chunk], done),
    writev: (chunks: readonly { chunk: Buffer }[], done) => take(piecesOf(chunks), done),
    destroy: (thrown, done) => {
      // Closed under a write, its number could be that of another file by then.
      const close = () => {
        closeSync(descriptor);
        done(thrown);
      };
      if (isWriting) whenWritten = close;
      else close();
    },
  });
  return { stream, digested: () => ({ checksum: hash.digest("hex"), storedBytes }) };
}

function piecesOf(chunks: readonly { readonly chunk: Buffer }[]): readonly Buffer[] {
  return chunks.map(({ chunk }) => chunk);
}

/** The system may take less than it was given. */
function writeAll(descriptor: number, pieces: readonly Buffer[], done: (thrown: Error | null, bytes: number) => void) {
  const whole = pieces.reduce((sum, { length }) => sum + length, 0);
  writev(descriptor, pieces, (thrown, written) => {
    if (thrown !== null || written === whole) return done(thrown, whole);
    writeAll(descriptor, without(pieces, written), (later) => done(later, whole));
  });
}

function without(pieces: readonly Buffer[], bytes: number): readonly Buffer[] {
  let left = bytes;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - rest.length;
    return rest.length === 0 ? [] : [rest];
  });
}
