// Packs by the programs themselves, in ways that our writer does not.

import { execFileSync } from "node:child_process";

export function packed(program: "xz" | "zstd", content: Buffer, ...args: readonly string[]): Buffer {
  return execFileSync(program, ["-c", "-q", ...args], { input: content, maxBuffer: 2 ** 27 });
}

/** Some of it can be compressed, some cannot, so that there are blocks of all kinds. */
export function mixed(bytes: number): Buffer {
  const content = Buffer.alloc(bytes, "a line that is repeated\n");
  let state = 1;
  for (let at = 0; at < bytes / 2; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    content[at] = state >> 16;
  }
  return content;
}

export async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function collected(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
