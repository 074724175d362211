// Everything of a bundle before its payloads, from the first byte on: enough to plan with, and held in memory. The same for a
// file and for standard input.

import { createHash } from "node:crypto";
import { type BundleIndex, INDEX_NAME, type IndexArtifact, MANIFEST_NAME, parseIndex } from "./bundle-index.js";
import { type ByteQueue, takeWhole } from "./byte-queue.js";
import { checkBlock, decode } from "./check-block.js";
import { bundleFault } from "./fault.js";
import { BLOCK, END_BYTES, type Layout, layoutOf, type Member, paddingOf } from "./layout.js";
import { MAX_INDEX_BYTES } from "./limits.js";

export interface BundleHead {
  readonly index: BundleIndex;
  readonly layout: Layout;
  readonly manifest: Buffer;
  /** Signatures and root metadata, by name. */
  readonly companions: ReadonlyMap<string, Buffer>;
  /** By artifact. */
  readonly headers: readonly Buffer[];
}

/** Rejects with BUNDLE_…. */
export async function readHead(queue: ByteQueue): Promise<BundleHead> {
  const { index, layout } = await readIndex(queue);
  const companions = new Map<string, Buffer>();
  for (const [i, document] of index.documents.entries()) {
    const bytes = await wholeMember(queue, memberAt(layout, i + 1), layout);
    checkSum(document.name, document.sha256, createHash("sha256").update(bytes).digest("hex"));
    companions.set(document.name, bytes);
  }
  const manifest = companions.get(MANIFEST_NAME) ?? Buffer.alloc(0);
  companions.delete(MANIFEST_NAME);
  const headers: Buffer[] = [];
  for (const member of layout.headers) headers.push(await wholeMember(queue, member, layout));
  return { index, layout, manifest, companions, headers };
}

/** The first member. */
export async function readIndex(queue: ByteQueue): Promise<Pick<BundleHead, "index" | "layout">> {
  if ((await queue.look()) === undefined) throw bundleFault("BUNDLE_TRUNCATED", "it is empty: not one byte came");
  const block = await takeWhole(queue, BLOCK);
  const found = block && decode(block);
  if (block === undefined || found === undefined || found === "zeros" || found.name !== INDEX_NAME) {
    throw bundleFault("BUNDLE_NOT_BUNDLE", `it does not begin with ${INDEX_NAME}`);
  }
  if (!(found.sizeBytes >= 0 && found.sizeBytes <= MAX_INDEX_BYTES)) {
    throw bundleFault(
      "BUNDLE_TOO_LARGE",
      `${INDEX_NAME} has ${found.sizeBytes} bytes, and may have ${MAX_INDEX_BYTES}`,
    );
  }
  const bytes = await takeWhole(queue, found.sizeBytes);
  if (bytes === undefined) throw truncated(INDEX_NAME);
  const index = parseIndex(bytes);
  const layout = layoutOf(index, bytes.length);
  await checkBlock(block, memberAt(layout, 0), layout);
  await takePadding(queue, memberAt(layout, 0));
  return { index, layout };
}

async function wholeMember(queue: ByteQueue, member: Member, layout: Layout): Promise<Buffer> {
  await enterMember(queue, member, layout);
  const bytes = await takeWhole(queue, member.sizeBytes);
  if (bytes === undefined) throw truncated(member.name);
  await takePadding(queue, member);
  return bytes;
}

/** Takes the header block of a member, which must be there. */
export async function enterMember(queue: ByteQueue, member: Member, layout: Layout): Promise<void> {
  const block = await takeWhole(queue, BLOCK);
  if (block === undefined) throw truncated(member.name);
  await checkBlock(block, member, layout);
}

export async function takePadding(queue: ByteQueue, { name, sizeBytes }: Member): Promise<void> {
  const padding = await takeWhole(queue, paddingOf(sizeBytes));
  if (padding === undefined) throw truncated(name);
  checkZeros(padding, name);
}

/** Takes the end, and makes sure that it is one. */
export async function takeEnd(queue: ByteQueue): Promise<void> {
  const end = await takeWhole(queue, END_BYTES);
  if (end === undefined) throw endCutOff();
  checkEnd(end);
  if ((await queue.look()) !== undefined) throw trailing();
}

export function checkEnd(end: Buffer): void {
  if (end.some((byte) => byte !== 0)) throw trailing();
}

export function checkZeros(padding: Buffer, name: string): void {
  if (padding.some((byte) => byte !== 0)) throw bundleFault("BUNDLE_DAMAGED", `something stands behind ${name}`);
}

export function checkSum(name: string, expected: string, actual: string): void {
  if (expected === actual) return;
  throw bundleFault("BUNDLE_CHECKSUM_MISMATCH", `${name} has the SHA-256 ${actual}, and by the index ${expected}`);
}

/** How messages call an artifact. */
export function artifactOf({ name }: IndexArtifact): string {
  return `the artifact ${name}`;
}

export function truncated(what: string) {
  return bundleFault("BUNDLE_TRUNCATED", `the bundle ends before ${what} is complete`);
}

export function endCutOff() {
  return bundleFault("BUNDLE_TRUNCATED", "the bundle is cut off at its end: the zeros there are not complete");
}

function trailing() {
  return bundleFault("BUNDLE_TRAILING_DATA", "something follows the end of the bundle");
}

function memberAt({ members }: Layout, i: number): Member {
  const member = members[i];
  if (member === undefined) throw bundleFault("BUNDLE_INDEX_INVALID", `there is no member ${i}`);
  return member;
}
