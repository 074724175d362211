// Writes an artifact (format version 3) with one payload. Same options and files, same bytes. Memory does not depend on the
// size of the files: they are read twice, and the payload's size is filled in when it is known.

import type { FileHandle } from "node:fs/promises";
import { readFile } from "node:fs/promises";
import { messageOf } from "../base/index.js";
import type { SigningKey } from "../signing/index.js";
import { PAYLOAD_PREFIX } from "./checksum-manifest.js";
import { compress, suffixOf } from "./compression/index.js";
import { parseObject } from "./header-json.js";
import { MAX_HEADER_MEMBER_BYTES } from "./limits.js";
import { type PackMember, packTar, TAR_END, tarHeader, tarPadding, wholeMember } from "./pack-tar.js";
import { type PayloadInput, payloadInput } from "./payload-input.js";
import { sha256 } from "./read-whole.js";
import { replaceFile } from "./replace-file.js";
import { manifestSignature } from "./signatures.js";
import { headerInfoText, typeInfoText, VERSION_TEXT } from "./write-header.js";
import { checkWriteOptions, invalid, type WriteOptions } from "./write-options.js";

/**
 * Throws OrchestratorError: `ARTIFACT_INPUT_…` for what was given, `ARTIFACT_UNWRITABLE` for where it goes.
 * @param key signs it
 */
export async function writeArtifact(options: WriteOptions, key?: SigningKey): Promise<void> {
  checkWriteOptions(options);
  const suffix = suffixOf(options.compression);
  const header = await collect(compress(packTar(await headerMembers(options)), options.compression));
  const inputs: PayloadInput[] = [];
  for (const path of options.files) inputs.push(await payloadInput(path));
  const manifest = Buffer.from(
    manifestText([
      ...inputs.map(({ name, checksum }): Line => [PAYLOAD_PREFIX + name, checksum]),
      [`header${suffix}`, sha256(header)],
      ["version", sha256(Buffer.from(VERSION_TEXT))],
    ]),
  );
  await replaceFile(options.output, async (file) => {
    await file.appendFile(await wholeMember("version", Buffer.from(VERSION_TEXT)));
    await file.appendFile(await wholeMember("manifest", manifest));
    if (key !== undefined) await file.appendFile(await signatureMember(key, manifest));
    await file.appendFile(await wholeMember(`header${suffix}`, header));
    await appendSized(file, `data/0000${suffix}`, compress(packTar(inputs), options.compression));
    await file.appendFile(TAR_END);
  });
}

async function headerMembers(options: WriteOptions): Promise<readonly PackMember[]> {
  const metaData = options.metaDataFile === undefined ? undefined : await readMetaData(options.metaDataFile);
  return [
    textMember("header-info", headerInfoText(options)),
    textMember("headers/0000/type-info", typeInfoText(options)),
    ...(metaData === undefined ? [] : [textMember("headers/0000/meta-data", metaData)]),
  ];
}

async function readMetaData(path: string): Promise<string> {
  try {
    const text = await readFile(path, "utf8");
    parseObject(text, path);
    if (Buffer.byteLength(text) <= MAX_HEADER_MEMBER_BYTES) return text;
  } catch (thrown) {
    throw invalid(`the meta-data ${path} is not a file with a JSON object: ${messageOf(thrown)}`, thrown);
  }
  throw invalid(`the meta-data ${path} has more than ${MAX_HEADER_MEMBER_BYTES} bytes`);
}

function textMember(name: string, text: string): PackMember {
  const bytes = Buffer.from(text);
  const content = async function* () {
    yield bytes;
  };
  return { name, sizeBytes: bytes.length, content };
}

function signatureMember(key: SigningKey, manifest: Buffer): Promise<Buffer> {
  return wholeMember("manifest.sig", Buffer.from(manifestSignature(key, manifest)));
}

type Line = readonly [path: string, checksum: string];

function manifestText(lines: readonly Line[]): string {
  const sorted = [...lines].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([path, checksum]) => `${checksum}  ${path}\n`).join("");
}

async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A member whose size is known only once it is written; its header is put in place afterwards. */
async function appendSized(file: FileHandle, name: string, content: AsyncIterable<Buffer>): Promise<void> {
  const { size: headerOffset } = await file.stat();
  await file.appendFile(await tarHeader(name, 0));
  let sizeBytes = 0;
  for await (const chunk of content) {
    await file.appendFile(chunk);
    sizeBytes += chunk.length;
  }
  await file.appendFile(tarPadding(sizeBytes));
  const header = await tarHeader(name, sizeBytes);
  await file.write(header, 0, header.length, headerOffset);
}
