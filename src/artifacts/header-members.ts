// The members of header.tar, whose checksum has been verified before any of it is unpacked. Order: header-info, scripts,
// type-info, meta-data.

import type { Compression } from "../model/index.js";
import { decompress } from "./compression/index.js";
import { fault } from "./fault.js";
import { MAX_HEADER_MEMBER_BYTES, MAX_HEADER_UNPACKED_BYTES, MAX_SCRIPTS, READ_CHUNK_BYTES } from "./limits.js";
import { checkFileName, foldedName } from "./member-name.js";
import { readWhole } from "./read-whole.js";
import { type TarMember, tarMembers } from "./tar-members.js";

export interface HeaderMembers {
  readonly headerInfo: string;
  readonly typeInfo: string;
  /** "" when absent. */
  readonly metaData: string;
  readonly scripts: readonly string[];
}

const TEXTS: readonly string[] = ["header-info", "headers/0000/type-info", "headers/0000/meta-data"];
const SCRIPTS = "scripts/";

export async function readHeaderMembers(
  packed: { readonly bytes: Buffer; readonly compression: Compression },
  what: string,
): Promise<HeaderMembers> {
  const unpacked = limited(decompress(pieces(packed.bytes), packed.compression, what), what);
  const texts = new Map<string, string>();
  const scripts: string[] = [];
  const seen = new Set<string>();
  let lastRank = 0;
  for await (const member of tarMembers(unpacked, what)) {
    const rank = rankOf(member, what);
    if (seen.size === seen.add(foldedName(member.name)).size) throw duplicate(member, what);
    if (rank < lastRank) throw fault("ARTIFACT_MEMBER_MISORDERED", `${what}: ${member.name} stands too late`);
    lastRank = rank;
    const content = await readWhole(member, MAX_HEADER_MEMBER_BYTES);
    if (rank === SCRIPT_RANK) scripts.push(member.name.slice(SCRIPTS.length));
    else texts.set(member.name, textOf(content, member.name));
    if (scripts.length > MAX_SCRIPTS)
      throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${what} has over ${MAX_SCRIPTS} scripts`);
  }
  const [headerInfo, typeInfo, metaData] = TEXTS.map((name) => texts.get(name));
  if (headerInfo === undefined) throw missing("header-info", what);
  if (typeInfo === undefined) throw missing("headers/0000/type-info", what);
  return { headerInfo, typeInfo, metaData: metaData ?? "", scripts };
}

const SCRIPT_RANK = 1;

function rankOf(member: TarMember, what: string): number {
  const { name } = member;
  const isScript = name.startsWith(SCRIPTS);
  const index = TEXTS.indexOf(name);
  if (/^headers\/\d{4}\//.test(name) && !name.startsWith("headers/0000/")) {
    throw fault("ARTIFACT_MULTIPLE_PAYLOADS", `${what} has ${name}`);
  }
  if (index === -1 && !isScript) throw fault("ARTIFACT_MEMBER_UNEXPECTED", `${what}: unknown ${JSON.stringify(name)}`);
  if (!member.isRegular) throw fault("ARTIFACT_MEMBER_TYPE", `${what}: ${name} is not a plain file`);
  if (isScript) checkFileName(name.slice(SCRIPTS.length), name);
  return isScript ? SCRIPT_RANK : index * 2;
}

/** In pieces, since limits are looked at between two of them. */
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer, void, void> {
  for (let at = 0; at < bytes.length; at += READ_CHUNK_BYTES) yield bytes.subarray(at, at + READ_CHUNK_BYTES);
}

async function* limited(bytes: AsyncIterable<Buffer>, what: string): AsyncGenerator<Buffer, void, void> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > MAX_HEADER_UNPACKED_BYTES) {
      throw fault("ARTIFACT_MEMBER_TOO_LARGE", `${what} unpacks to more than ${MAX_HEADER_UNPACKED_BYTES} bytes`);
    }
    yield chunk;
  }
}

function textOf(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fault("ARTIFACT_HEADER_INVALID", `${name} is not UTF-8 text`);
  }
}

function duplicate(member: TarMember, what: string) {
  return fault("ARTIFACT_MEMBER_DUPLICATE", `${what} has ${member.name} twice`);
}

function missing(name: string, what: string) {
  return fault("ARTIFACT_MEMBER_MISSING", `${what} has no ${name}`);
}
