// Reads a whole bundle, from its first byte to its end, and keeps nothing: every member, every digest of the index. What is
// inside of the artifacts their own reader verifies.

import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { inBundle } from "./bundle-file.js";
import { type ByteQueue, createByteQueue } from "./byte-queue.js";
import {
  artifactOf,
  type BundleHead,
  checkSum,
  enterMember,
  readHead,
  takeEnd,
  takePadding,
  truncated,
} from "./read-head.js";

/** Rejects with BUNDLE_…. The stream is read to its end, or destroyed. */
export async function verifyBundle(stream: Readable, shown: string): Promise<BundleHead> {
  try {
    const queue = createByteQueue(stream, shown);
    const head = await readHead(queue);
    for (const i of head.index.artifacts.keys()) await verifyArtifact(queue, head, i);
    await takeEnd(queue);
    return head;
  } catch (thrown) {
    throw inBundle(shown, thrown);
  } finally {
    stream.destroy();
  }
}

async function verifyArtifact(queue: ByteQueue, { index, layout, headers }: BundleHead, i: number): Promise<void> {
  const [artifact, member, header] = [index.artifacts[i], layout.payloads[i], headers[i]];
  if (artifact === undefined || member === undefined || header === undefined) return;
  await enterMember(queue, member, layout);
  const hash = createHash("sha256").update(header);
  for (let missing = member.sizeBytes; missing > 0; ) {
    const seen = await queue.look();
    if (seen === undefined) throw truncated(artifactOf(artifact));
    const part = seen.subarray(0, missing);
    hash.update(part);
    missing -= part.length;
    queue.take(part.length);
  }
  checkSum(artifactOf(artifact), artifact.sha256, hash.digest("hex"));
  await takePadding(queue, member);
}
