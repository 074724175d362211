// Where everything is in a bundle: the index alone decides it, byte for byte, so a reader need not believe anything else. Every
// member has one header block, its content, and zeros up to the next block; two blocks of zeros are the end.

import { tarHeader } from "../pack-tar.js";
import { type BundleIndex, INDEX_NAME } from "./bundle-index.js";

export const BLOCK = 512;
export const END_BYTES = 2 * BLOCK;

export interface Member {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of its header block, in the bundle. */
  readonly offset: number;
}

export interface Layout {
  /** The index itself, documents, headers, payloads. */
  readonly members: readonly Member[];
  /** By artifact. */
  readonly headers: readonly Member[];
  readonly payloads: readonly Member[];
  readonly sizeBytes: number;
}

export function layoutOf({ documents, artifacts }: BundleIndex, indexSizeBytes: number): Layout {
  let offset = 0;
  const place = (name: string, sizeBytes: number): Member => {
    const member = { name, sizeBytes, offset };
    offset += BLOCK + sizeBytes + paddingOf(sizeBytes);
    return member;
  };
  const index = place(INDEX_NAME, indexSizeBytes);
  const texts = documents.map(({ name, sizeBytes }) => place(name, sizeBytes));
  const headers = artifacts.map(({ headerBytes }, i) => place(`headers/${digits(i)}`, headerBytes));
  const payloads = artifacts.map((each, i) => place(`payloads/${digits(i)}`, each.sizeBytes - each.headerBytes));
  return { members: [index, ...texts, ...headers, ...payloads], headers, payloads, sizeBytes: offset + END_BYTES };
}

export function paddingOf(sizeBytes: number): number {
  return (BLOCK - (sizeBytes % BLOCK)) % BLOCK;
}

/** The one header block that a member has in every bundle. */
export async function headerBlock({ name, sizeBytes }: Pick<Member, "name" | "sizeBytes">): Promise<Buffer> {
  return await tarHeader(name, sizeBytes);
}

function digits(index: number): string {
  return String(index).padStart(4, "0");
}
