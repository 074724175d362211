// Tars that depend on nothing but their contents: no times, no owners. tar-stream makes the headers.

import { pack as createPack, type Pack } from "tar-stream";
import { invariant, messageOf } from "../base/index.js";

export interface PackMember {
  readonly name: string;
  readonly sizeBytes: number;
  content(): AsyncIterable<Buffer>;
}

const BLOCK = 512;
/** The two blocks of zeros that end a tar. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** A whole tar, made at the pace at which it is read. */
export async function* packTar(members: readonly PackMember[]): AsyncGenerator<Buffer, void, void> {
  const pack = createPack();
  const filling = fill(pack, members);
  try {
    for await (const chunk of pack) {
      invariant(Buffer.isBuffer(chunk), "the tar writer hands on buffers");
      yield chunk;
    }
  } finally {
    pack.destroy();
    await filling;
  }
}

/** Never rejects: a fault destroys the pack, and comes out of the loop that reads it. */
async function fill(pack: Pack, members: readonly PackMember[]): Promise<void> {
  try {
    for (const member of members) await addMember(pack, member);
    pack.finalize();
  } catch (thrown) {
    pack.destroy(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
  }
}

async function addMember(pack: Pack, { name, sizeBytes, content }: PackMember): Promise<void> {
  const sink = pack.entry(fixedHeader(name, sizeBytes));
  const closed = new Promise<void>((resolve) => sink.on("close", resolve));
  sink.on("error", () => undefined); // destroys the pack, which tells
  for await (const chunk of content()) {
    if (!sink.write(chunk))
      await Promise.race([closed, new Promise((resolve) => sink.once("drain", () => resolve(0)))]);
    if (sink.destroyed) return;
  }
  sink.end(null);
  await closed;
}

/** The header blocks of one member alone, for tars whose content is written in place. */
export async function tarHeader(name: string, sizeBytes: number): Promise<Buffer> {
  const pack = createPack();
  pack.on("error", () => undefined); // its content never comes
  pack.entry(fixedHeader(name, sizeBytes)).on("error", () => undefined);
  const header = await pack[Symbol.asyncIterator]().next();
  pack.destroy();
  invariant(Buffer.isBuffer(header.value) && header.value.length === BLOCK, "a short name needs one header block");
  return header.value;
}

/** A member that is held in memory: its header, its content, and what fills its last block. */
export async function wholeMember(name: string, content: Buffer): Promise<Buffer> {
  return Buffer.concat([await tarHeader(name, content.length), content, tarPadding(content.length)]);
}

export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK - (sizeBytes % BLOCK)) % BLOCK);
}

function fixedHeader(name: string, size: number) {
  return { name, size, type: "file", mode: 0o600, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" } as const;
}
