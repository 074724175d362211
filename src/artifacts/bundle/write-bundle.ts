// The bytes of a new bundle, made at the pace at which they are taken. Nothing in them depends on when, where or by whom.

import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { fault } from "../fault.js";
import type { OpenBytes } from "../open-bytes.js";
import { closeFile } from "../open-file.js";
import { replaceFile } from "../replace-file.js";
import { type BundleIndex, checkIndex, type IndexArtifact, indexBytes } from "./bundle-index.js";
import { createByteQueue, takeWhole } from "./byte-queue.js";
import { decode } from "./check-block.js";
import { BLOCK, END_BYTES, headerBlock, layoutOf, type Member, paddingOf } from "./layout.js";

export interface BundleSource {
  readonly index: BundleIndex;
  /** By document. */
  readonly documents: readonly Buffer[];
  /** By artifact: where it is, and its first bytes. */
  readonly artifacts: readonly { readonly location: string; readonly header: Buffer }[];
}

/** Throws BUNDLE_TOO_LARGE at once, and ARTIFACT_INPUT_CHANGED where an artifact is not the one that was looked at. */
export async function* bundleBytes(source: BundleSource, openBytes: OpenBytes): AsyncGenerator<Buffer, void, void> {
  const index = checkIndex(source.index);
  const first = indexBytes(index);
  const { members, payloads } = layoutOf(index, first.length);
  const held = [first, ...source.documents, ...source.artifacts.map(({ header }) => header)];
  for (const [i, bytes] of held.entries()) yield* framed(members[i], [bytes]);
  for (const [i, artifact] of index.artifacts.entries()) {
    const origin = source.artifacts[i];
    if (origin !== undefined) yield* framed(payloads[i], payloadOf(artifact, origin.location, openBytes));
  }
  yield Buffer.alloc(END_BYTES);
}

async function* framed(member: Member | undefined, content: AsyncIterable<Buffer> | Iterable<Buffer>) {
  if (member === undefined) return;
  yield await headerBlock(member);
  yield* content;
  const padding = paddingOf(member.sizeBytes);
  if (padding > 0) yield Buffer.alloc(padding);
}

/** What follows the header. Its size and content must be those that are in the index already. */
async function* payloadOf(artifact: IndexArtifact, location: string, openBytes: OpenBytes) {
  const { stream } = await openBytes(location);
  const hash = createHash("sha256");
  let passed = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      const skipped = Math.min(Math.max(artifact.headerBytes - passed, 0), chunk.length);
      passed += chunk.length;
      if (passed > artifact.sizeBytes) throw changed(artifact);
      if (skipped < chunk.length) yield chunk.subarray(skipped);
    }
  } finally {
    await closeFile(stream);
  }
  if (passed !== artifact.sizeBytes || hash.digest("hex") !== artifact.sha256) throw changed(artifact);
}

function changed({ name }: IndexArtifact) {
  return fault("ARTIFACT_INPUT_CHANGED", `the artifact ${name} changed while the bundle was created`);
}

/** Whole or not at all. Throws ARTIFACT_UNWRITABLE, and what bundleBytes throws. */
export async function writeBundleFile(path: string, source: BundleSource, openBytes: OpenBytes): Promise<void> {
  await replaceFile(path, async (file) => {
    for await (const chunk of bundleBytes(source, openBytes)) await file.writeFile(chunk);
  });
}

/** The first bytes of an artifact that is known to be sound: up to where the content of its payload begins. */
export async function headerOf(stream: Readable, shown: string): Promise<Buffer> {
  const queue = createByteQueue(stream, shown);
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const block = await takeWhole(queue, BLOCK);
      const found = block && decode(block);
      if (block === undefined || found === undefined || found === "zeros") throw notRead(shown);
      parts.push(block);
      if (found.name.startsWith("data/")) return Buffer.concat(parts);
      const content = await takeWhole(queue, found.sizeBytes + paddingOf(found.sizeBytes));
      if (content === undefined) throw notRead(shown);
      parts.push(content);
    }
  } finally {
    await closeFile(stream);
  }
}

function notRead(shown: string) {
  return fault("ARTIFACT_INPUT_CHANGED", `${shown} changed while the bundle was created`);
}
