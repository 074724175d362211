// One payload file on its way to a consumer. Its checksum is part of its end: the content errors instead of ending when
// it is wrong. A consumer may stop half-way; the rest is then read here, so that the artifact is verified all the same.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { PayloadFile } from "../engine/ports.js";
import { READ_CHUNK_BYTES } from "./limits.js";
import { countPassed } from "./passed-buffers.js";
import { checkDigest } from "./read-whole.js";
import type { TarMember } from "./tar-members.js";

export interface VerifiedFile {
  readonly file: PayloadFile & { readonly modifiedAt: Date };
  /** Reads and verifies what the consumer left. Throws what is wrong with the file, also if the consumer was told. */
  finish(): Promise<void>;
  /** Leaves it at that: nothing more is read. */
  abandon(): Promise<void>;
}

/** @param path as the artifact's manifest lists it */
export function verifiedFile(member: TarMember, path: string, listed: string): VerifiedFile {
  const read = verifiedReader(member, path, listed);
  let pending: Promise<unknown> = Promise.resolve();
  const content = new Readable({
    highWaterMark: READ_CHUNK_BYTES,
    read() {
      pending = read().then(
        (chunk) => this.push(chunk ?? null),
        (thrown: Error) => this.destroy(thrown),
      );
    },
  });
  content.on("error", () => undefined); // also thrown by finish(): nothing is lost when nobody listens here
  const abandon = async () => {
    content.destroy();
    await pending;
  };
  const finish = async () => {
    await abandon();
    while ((await read()) !== undefined);
  };
  const file = { name: member.name, sizeBytes: member.sizeBytes, modifiedAt: member.modifiedAt, content };
  return { file, finish, abandon };
}

/** Hashes what it reads. After the end, and after a fault, it answers the same again. */
function verifiedReader(member: TarMember, path: string, listed: string): () => Promise<Buffer | undefined> {
  const hash = createHash("sha256");
  let actual: string | undefined;
  return async () => {
    const chunk = actual === undefined ? await member.read() : undefined;
    if (chunk !== undefined) {
      hash.update(chunk);
      countPassed(chunk.length);
      return chunk;
    }
    actual ??= hash.digest("hex");
    checkDigest(path, { listed, actual });
    return undefined;
  };
}
