// Reads a member that is held in memory, up to a limit that the tar header must already keep.

import { createHash } from "node:crypto";
import { fault } from "./fault.js";
import type { TarMember } from "./tar-members.js";

export async function readWhole(member: TarMember, limitBytes: number): Promise<Buffer> {
  if (member.sizeBytes > limitBytes) {
    const sizes = `${member.sizeBytes} bytes, and may have ${limitBytes}`;
    throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${member.name} has ${sizes}`);
  }
  const chunks: Buffer[] = [];
  for (let chunk = await member.read(); chunk !== undefined; chunk = await member.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* chunksOf(member: TarMember): AsyncGenerator<Buffer, void, void> {
  for (let chunk = await member.read(); chunk !== undefined; chunk = await member.read()) yield chunk;
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function checkDigest(name: string, digests: { readonly listed: string; readonly actual: string }): void {
  if (digests.listed === digests.actual) return;
  const found = `manifest lists ${digests.listed}, the content has ${digests.actual}`;
  throw fault("ARTIFACT_CHECKSUM_MISMATCH", `${name} is damaged: ${found}`);
}
