// A stream in chunks of one size, for a cipher that takes each as a whole. Nothing is copied on the way: a chunk is the pieces that it
// came in, since copies of a few hundred megabytes cost as much as to encrypt them.

export interface Chunk {
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
  readonly number: number;
  readonly isLast: boolean;
}

/** All of one size but the last; one, empty, where there are no bytes at all. */
export async function* inChunks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Chunk> {
  let pieces: Buffer[] = [];
  let [bytes, number] = [0, 0];
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length; ) {
      if (bytes === size) {
        yield { pieces, bytes, number, isLast: false };
        [pieces, bytes, number] = [[], 0, number + 1];
      }
      const part = piece.subarray(taken, taken + size - bytes);
      pieces.push(part);
      [taken, bytes] = [taken + part.length, bytes + part.length];
    }
  }
  yield { pieces, bytes, number, isLast: true };
}
