// Whether a block is the header of the member that must stand there. There is one right block; whatever else is found is only
// looked at to say what is wrong.

import { bundleFault } from "./fault.js";
import { BLOCK, headerBlock, type Layout, type Member } from "./layout.js";

/** Throws BUNDLE_…. */
export async function checkBlock(block: Buffer, member: Member, { members }: Layout): Promise<void> {
  if (block.equals(await headerBlock(member))) return;
  const found = decode(block);
  const { name } = member;
  if (found === "zeros") throw bundleFault("BUNDLE_MEMBER_MISSING", `the bundle has no ${name}; it ends before it`);
  if (found === undefined) throw bundleFault("BUNDLE_DAMAGED", `no tar header where ${name} should begin`);
  const shown = JSON.stringify(found.name.slice(0, 100));
  if (found.type !== "0") throw bundleFault("BUNDLE_MEMBER_TYPE", `${shown} in the bundle is not a plain file`);
  if (found.name !== name) throw wrongPlace(found.name, member, members);
  if (found.sizeBytes !== member.sizeBytes) {
    const sizes = `${found.sizeBytes} bytes, and ${member.sizeBytes} by the index`;
    throw bundleFault("BUNDLE_SIZE_MISMATCH", `${name} in the bundle has ${sizes}`);
  }
  throw bundleFault("BUNDLE_DAMAGED", `the tar header of ${name} is not as \`bundle create\` writes it`);
}

function wrongPlace(found: string, expected: Member, members: readonly Member[]) {
  const shown = JSON.stringify(found.slice(0, 100));
  const other = members.find(({ name }) => name === found);
  if (other === undefined) {
    return bundleFault("BUNDLE_MEMBER_UNEXPECTED", `the bundle has ${shown}, which its index does not list`);
  }
  if (other.offset < expected.offset) return bundleFault("BUNDLE_MEMBER_DUPLICATE", `the bundle has ${shown} twice`);
  return bundleFault("BUNDLE_MEMBER_MISORDERED", `the bundle has ${shown} where ${expected.name} should be`);
}

export interface DecodedBlock {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
}

/** Undefined for what is no tar header. */
export function decode(block: Buffer): DecodedBlock | "zeros" | undefined {
  if (block.every((byte) => byte === 0)) return "zeros";
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (block.length !== BLOCK || octal(block, 148, 8) !== sum) return undefined;
  const name = text(block, 0, 100);
  const prefix = text(block, 345, 155);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: text(block, 156, 1) || "0",
    sizeBytes: octal(block, 124, 12),
  };
}

function text(block: Buffer, start: number, length: number): string {
  return block.toString("latin1", start, start + length).replace(/\0.*$/s, "");
}

function octal(block: Buffer, start: number, length: number): number {
  return Number.parseInt(text(block, start, length).trim(), 8);
}
