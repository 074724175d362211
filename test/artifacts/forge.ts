// Makes artifacts byte by byte, right ones and wrong ones: what a writer of ours would never produce.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { readArtifact } from "../../src/artifacts/index.js";
import { OrchestratorError } from "../../src/base/index.js";

export interface Entry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** The tar's type flag: "0" file, "1" link, "2" symbolic link, "3" device, "5" directory, "x" extended header. */
  readonly type?: string;
  /** What the tar header says, when not the truth. */
  readonly sizeBytes?: number;
  readonly linkName?: string;
  /** Bytes of the tar header as they are to stand there, by offset; its checksum is made of them. */
  readonly raw?: Readonly<Record<number, string | Buffer>>;
  /** What fills the last block, when not zeros. */
  readonly filler?: number;
}

export function entry(name: string, content: string | Buffer = "", more: Omit<Entry, "name" | "content"> = {}): Entry {
  return { name, content, ...more };
}

export const TAR_END = Buffer.alloc(1024);

export function tar(entries: readonly Entry[], end: Buffer = TAR_END): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), end]);
}

function blocksOf(given: Entry): readonly Buffer[] {
  const { name, content = "", type = "0", sizeBytes, linkName = "", raw = {}, filler = 0 } = given;
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${(sizeBytes ?? bytes.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(linkName, 157, 100);
  header.write("ustar\x0000", 257);
  for (const [offset, field] of Object.entries(raw)) Buffer.from(field).copy(header, Number(offset));
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512, filler)];
}

export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length) {
    length = String(length).length + Buffer.byteLength(rest);
  }
  return `${length}${rest}`;
}

export function sha256(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export const VERSION = '{"format":"mender","version":3}';

export interface Forged {
  readonly version: string;
  readonly headerInfo: string;
  readonly typeInfo: string;
  readonly metaData: string | undefined;
  /** All members of header.tar, instead of those made of the texts above. */
  readonly headerEntries: readonly Entry[] | undefined;
  readonly headerName: string;
  readonly dataName: string;
  readonly files: readonly Entry[];
  /** The bytes of the two packed members, made of the above. */
  readonly pack: { readonly header: (tar: Buffer) => Buffer; readonly data: (tar: Buffer) => Buffer };
  /** Lines of the manifest, made of the above. */
  readonly lines: (right: readonly string[]) => readonly string[];
  /** The members of the artifact, made of the above. */
  readonly members: (right: readonly Entry[]) => readonly Entry[];
  readonly end: Buffer;
}

const RIGHT: Forged = {
  version: VERSION,
  headerInfo: JSON.stringify({
    payloads: [{ type: "rtos" }],
    artifact_provides: { artifact_name: "rtos-v1" },
    artifact_depends: { device_type: ["rtos"] },
  }),
  typeInfo: JSON.stringify({ type: "rtos", artifact_provides: { version: "rtos-v1" } }),
  metaData: undefined,
  headerEntries: undefined,
  headerName: "header.tar.gz",
  dataName: "data/0000.tar.gz",
  files: [entry("one", "first file"), entry("two", "")],
  pack: { header: gzipSync, data: gzipSync },
  lines: (right) => right,
  members: (right) => right,
  end: TAR_END,
};

/** A small artifact that is right but for what is given. */
export function forge(wrong: Partial<Forged> = {}): Buffer {
  const all: Forged = { ...RIGHT, ...wrong };
  const header = all.pack.header(tar(all.headerEntries ?? headerEntries(all)));
  const data = all.pack.data(tar(all.files));
  const lines = [
    ...all.files.map((file) => `${sha256(file.content ?? "")}  data/0000/${file.name}`),
    `${sha256(header)}  ${all.headerName}`,
    `${sha256(all.version)}  version`,
  ];
  const manifest = all.lines(lines).map((line) => `${line}\n`);
  const members = [
    entry("version", all.version),
    entry("manifest", manifest.join("")),
    entry(all.headerName, header),
    entry(all.dataName, data),
  ];
  return tar(all.members(members), all.end);
}

export function headerEntries({ headerInfo, typeInfo, metaData }: Forged = RIGHT): readonly Entry[] {
  return [
    entry("header-info", headerInfo),
    entry("headers/0000/type-info", typeInfo),
    ...(metaData === undefined ? [] : [entry("headers/0000/meta-data", metaData)]),
  ];
}

/** The bytes as a stream, in pieces of a size that hits no boundary of the format. */
export function streamOf(bytes: Buffer, pieceBytes = 1021): Readable {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  return Readable.from(pieces(), { objectMode: false });
}

/** Name → content of every file, having read the artifact to its end. */
export async function contentsOf(bytes: Buffer, pieceBytes?: number): Promise<Record<string, string>> {
  const reading = await readArtifact(streamOf(bytes, pieceBytes));
  const contents: [string, string][] = [];
  for await (const { name, content } of reading.files()) {
    contents.push([name, Buffer.concat(await content.toArray()).toString("latin1")]);
  }
  return Object.fromEntries(contents);
}

/** The code that an artifact is refused with, "read" when it is not. Anything thrown that is no refusal passes. */
export async function verdictOn(bytes: Buffer, pieceBytes?: number): Promise<string> {
  try {
    await contentsOf(bytes, pieceBytes);
    return "read";
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}
