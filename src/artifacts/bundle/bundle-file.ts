// A bundle in a file: its artifacts are read where they are, in any order, several at once, and nothing is unpacked. The file
// is not locked; what was replaced in the meantime does not fit the index or the plan any more, and is refused then.

import { createHash } from "node:crypto";
import { constants, type FileHandle, open } from "node:fs/promises";
import { messageOf, OrchestratorError, systemCodeOf } from "../../base/index.js";
import { READ_CHUNK_BYTES } from "../limits.js";
import type { OpenedBytes } from "../open-bytes.js";
import { streamOf } from "../stream-of.js";
import type { IndexArtifact } from "./bundle-index.js";
import { createByteQueue } from "./byte-queue.js";
import { checkBlock } from "./check-block.js";
import { bundleFault } from "./fault.js";
import { BLOCK, END_BYTES, type Layout, type Member, paddingOf } from "./layout.js";
import type { BundleLocation } from "./location.js";
import {
  artifactOf,
  type BundleHead,
  checkEnd,
  checkSum,
  checkZeros,
  endCutOff,
  readHead,
  readIndex,
  truncated,
} from "./read-head.js";

/** The head, and that everything is where the index says; of the payloads nothing is read. Rejects with BUNDLE_…. */
export async function readBundleFile(path: string): Promise<BundleHead> {
  return await withFile(path, async (file, sizeBytes) => {
    const head = await readHead(queueOf(file, path));
    const { layout } = head;
    if (sizeBytes < layout.sizeBytes) throw await shorter(file, sizeBytes, layout);
    for (const member of layout.payloads) await checkPlace(file, member, layout);
    checkEnd(await bytesAt(file, layout.sizeBytes - END_BYTES, END_BYTES));
    if (sizeBytes > layout.sizeBytes) checkEnd(Buffer.alloc(1, 1));
    return head;
  });
}

/** One artifact of it. Rejects with BUNDLE_…, with which the stream may fail as well. */
export async function openInBundleFile({ path, index: i }: BundleLocation): Promise<OpenedBytes> {
  const file = await openBundle(path);
  try {
    const { index, layout } = await readIndex(queueOf(file, path));
    const [artifact, header, payload] = [index.artifacts[i], layout.headers[i], layout.payloads[i]];
    if (artifact === undefined || header === undefined || payload === undefined) {
      throw bundleFault("BUNDLE_ARTIFACT_MISSING", `there is no artifact ${i} in the bundle`);
    }
    for (const member of [header, payload]) await checkPlace(file, member, layout);
    const place = { file, shown: `${path}#${i}`, artifact, members: [header, payload] };
    return { sizeBytes: artifact.sizeBytes, stream: streamOf(chunksOf(place), () => void file.close()) };
  } catch (thrown) {
    await file.close();
    throw inBundle(`${path}#${i}`, thrown);
  }
}

interface Place {
  readonly file: FileHandle;
  /** As the location is shown. */
  readonly shown: string;
  readonly artifact: IndexArtifact;
  readonly members: readonly Member[];
}

async function* chunksOf({ file, shown, artifact, members }: Place): AsyncGenerator<Buffer, void, void> {
  const hash = createHash("sha256");
  try {
    for (const { offset, sizeBytes } of members) {
      const start = offset + BLOCK;
      for (let at = 0; at < sizeBytes; at += READ_CHUNK_BYTES) {
        const chunk = await bytesAt(file, start + at, Math.min(READ_CHUNK_BYTES, sizeBytes - at));
        hash.update(chunk);
        yield chunk;
      }
    }
    checkSum(artifactOf(artifact), artifact.sha256, hash.digest("hex"));
  } catch (thrown) {
    throw inBundle(shown, thrown);
  } finally {
    await file.close();
  }
}

async function checkPlace(file: FileHandle, member: Member, layout: Layout): Promise<void> {
  await checkBlock(await bytesAt(file, member.offset, BLOCK), member, layout);
  const { sizeBytes, name, offset } = member;
  checkZeros(await bytesAt(file, offset + BLOCK + sizeBytes, paddingOf(sizeBytes)), name);
}

/** The first payload that is not there as a whole. */
async function shorter(file: FileHandle, sizeBytes: number, layout: Layout) {
  for (const [i, member] of layout.payloads.entries()) {
    if (member.offset + BLOCK <= sizeBytes) await checkBlock(await bytesAt(file, member.offset, BLOCK), member, layout);
    if (member.offset + BLOCK + member.sizeBytes > sizeBytes) return truncated(`payload ${i}, ${member.name},`);
  }
  return endCutOff();
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw truncated("what its index lists");
    filled += bytesRead;
  }
  return buffer;
}

function queueOf(file: FileHandle, path: string) {
  const options = { start: 0, autoClose: false, highWaterMark: READ_CHUNK_BYTES };
  return createByteQueue(file.createReadStream(options), path);
}

async function withFile<Result>(path: string, use: (file: FileHandle, sizeBytes: number) => Promise<Result>) {
  const file = await openBundle(path);
  try {
    return await use(file, (await file.stat()).size);
  } catch (thrown) {
    throw inBundle(path, thrown);
  } finally {
    await file.close();
  }
}

/** Only regular files: a named pipe or a device could wait forever. */
async function openBundle(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (thrown) {
    throw inBundle(path, thrown);
  }
  throw bundleFault("BUNDLE_UNREADABLE", `${path} is not a file`);
}

/** The same fault, said of a bundle; a bare error of the system becomes one. */
export function inBundle(shown: string, thrown: unknown): unknown {
  if (thrown instanceof OrchestratorError) {
    const { code, message, hint, facts, cause } = thrown;
    if (message.includes(shown)) return thrown;
    return new OrchestratorError({ code, message: `${shown}: ${message}`, ...(hint && { hint }), facts, cause });
  }
  if (systemCodeOf(thrown) === undefined) return thrown;
  return bundleFault("BUNDLE_UNREADABLE", `${shown} cannot be read: ${messageOf(thrown)}`, thrown);
}
