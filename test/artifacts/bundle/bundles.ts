// Makes bundles of artifacts in memory, right ones and wrong ones.

import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { type BundleIndex, bundleBytes, headerOf, type IndexArtifact } from "../../../src/artifacts/bundle/index.js";
import { temporaryFolder } from "../../support/index.js";
import { entry, forge, streamOf } from "../forge.js";

export const MANIFEST = Buffer.from("api_version: mender/v1\nkind: manifest\n");

/** A small artifact of its own, `sizeBytes` of payload and more. */
export function artifact(name: string, sizeBytes = 2000): Buffer {
  const files = [entry(name, Buffer.alloc(sizeBytes, `${name} `))];
  return forge({
    files,
    dataName: "data/0000.tar",
    pack: { header: (tar) => tar, data: (tar) => tar },
    headerName: "header.tar",
  });
}

export async function indexed(bytes: Buffer, path: string): Promise<IndexArtifact> {
  const header = await headerOf(streamOf(bytes), path);
  const name = path.replace(/\.mender$/, "");
  return { name, paths: [path], names: [], sizeBytes: bytes.length, sha256: sha(bytes), headerBytes: header.length };
}

/** A bundle of artifacts, in their order; `edit` makes its index a lie. */
export async function bundleOf(
  artifacts: readonly Buffer[],
  edit: (index: BundleIndex) => BundleIndex = (index) => index,
): Promise<Buffer> {
  const entries = await Promise.all(artifacts.map((bytes, i) => indexed(bytes, `a${i}.mender`)));
  const document = { name: "manifest.yaml", sizeBytes: MANIFEST.length, sha256: sha(MANIFEST) };
  const source = {
    index: edit({ documents: [document], artifacts: entries }),
    documents: [MANIFEST],
    artifacts: await Promise.all(
      artifacts.map(async (bytes, i) => ({ location: String(i), header: await headerOf(streamOf(bytes), "") })),
    ),
  };
  const openBytes = async (location: string) => {
    const bytes = artifacts[Number(location)] ?? Buffer.alloc(0);
    return { sizeBytes: bytes.length, stream: streamOf(bytes, 64 * 1024) };
  };
  const chunks: Buffer[] = [];
  for await (const chunk of bundleBytes(source, openBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(temporaryFolder(), "system.bundle");
  await writeFile(path, bytes);
  return path;
}

export async function contentOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function sha(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A tar header block for a member, with a right checksum. */
export function block(name: string, sizeBytes: number, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
