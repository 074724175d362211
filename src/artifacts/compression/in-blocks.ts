// Cuts bytes into blocks of one size, the last aside. What a compressor makes may depend on how it was fed; the same content
// is then always fed alike.

export async function* inBlocks(bytes: AsyncIterable<Buffer>, blockBytes: number): AsyncGenerator<Buffer, void, void> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of bytes) {
    let rest = chunk;
    while (heldBytes + rest.length >= blockBytes) {
      const missing = blockBytes - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, missing)]);
      [held, heldBytes, rest] = [[], 0, rest.subarray(missing)];
    }
    held.push(rest);
    heldBytes += rest.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
