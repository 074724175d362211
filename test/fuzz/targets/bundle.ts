// The readers of bundles. An input is refused by name, or everything in it is what its index says; and verifying it, installing
// from it as a file, and installing from it as it comes through a pipe, come to the same.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BundleIndex, indexBytes } from "../../../src/artifacts/bundle/bundle-index.js";
import {
  bundleBytes,
  createSpoolFolder,
  headerOf,
  openInBundleFile,
  openStreamBundle,
  readBundleFile,
  verifyBundle,
} from "../../../src/artifacts/bundle/index.js";
import { OrchestratorError } from "../../../src/base/index.js";
import { entry, forge, sha256, streamOf, tar } from "../../artifacts/forge.js";
import { mutate, type Words } from "../mutate.js";
import type { Random } from "../random.js";
import type { Target } from "../target.js";

const WORDS: Words = [
  ...([
    "bundle.json",
    "manifest.yaml",
    "manifest.yaml.sig",
    "roots/1.root.json",
    "headers/0000",
    "payloads/0000",
    "payloads/0001",
  ] as const),
  ...[
    '"format"',
    '"version"',
    '"documents"',
    '"artifacts"',
    '"sizeBytes"',
    '"headerBytes"',
    '"sha256"',
    '"paths"',
    '"names"',
  ],
  ...["null", "[]", "{}", "1e9", "-1", "0", "9007199254740993", '"__proto__"', "../", "\0", "2", "x", "[[[["],
  ...[Buffer.alloc(512), Buffer.alloc(1024), Buffer.from([0x80, 0, 0, 1]), tar([entry("payloads/0000", "x")])],
];

const MANIFEST = Buffer.from("api_version: mender/v1\nkind: manifest\n");
const ARTIFACTS = [forge(), forge({ files: [entry("other", "y".repeat(700))] })];

async function rightBundle(): Promise<{ readonly bytes: Buffer; readonly indexLength: number }> {
  const headers = await Promise.all(ARTIFACTS.map((bytes, i) => headerOf(streamOf(bytes), String(i))));
  const index: BundleIndex = {
    documents: [{ name: "manifest.yaml", sizeBytes: MANIFEST.length, sha256: sha256(MANIFEST) }],
    artifacts: ARTIFACTS.map((bytes, i) => ({
      ...{ name: `a${i}`, paths: [`a${i}.mender`], names: [], sizeBytes: bytes.length, sha256: sha256(bytes) },
      headerBytes: headers[i]?.length ?? 0,
    })),
  };
  const artifacts = headers.map((header, i) => ({ location: String(i), header }));
  const open = async (location: string) => {
    const bytes = ARTIFACTS[Number(location)] ?? Buffer.alloc(0);
    return { sizeBytes: bytes.length, stream: streamOf(bytes) };
  };
  const chunks: Buffer[] = [];
  for await (const chunk of bundleBytes({ index, documents: [MANIFEST], artifacts }, open)) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), indexLength: indexBytes(index).length };
}

export async function createBundleTarget(): Promise<Target> {
  const { bytes, indexLength } = await rightBundle();
  const path = join(mkdtempSync(join(process.env["FUZZ_FOLDER"] ?? tmpdir(), "bundle-")), "system.bundle");
  return {
    name: "bundle",
    make: (random) => (random.once(2) ? mutate(bytes, random, WORDS) : withIndex(bytes, indexLength, random)),
    judge: async (input) => {
      const streamed = await outcome(async () => await contentOfStream(input));
      writeFileSync(path, input);
      const fromFile = await outcome(async () => await contentOfFile(path));
      if (!isSame(streamed, fromFile)) return `as a stream: ${streamed}; as a file: ${fromFile}`;
      const piped = await outcome(async () => await contentOfPipe(input, `${path}.stored`));
      return isSame(streamed, piped) || isBehind(streamed, piped)
        ? undefined
        : `as a stream: ${streamed}; piped: ${piped}`;
    },
  };
}

/** Another index, under a tar header that is right for it. */
function withIndex(bytes: Buffer, indexLength: number, random: Random): Buffer {
  const index = mutate(bytes.subarray(512, 512 + indexLength), random, WORDS);
  const block = Buffer.from(bytes.subarray(0, 512));
  block.write(index.length.toString(8).padStart(11, "0"), 124);
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")} \0`, 148);
  const rest = bytes.subarray(512 + Math.ceil(indexLength / 512) * 512);
  return Buffer.concat([block, index, Buffer.alloc((512 - (index.length % 512)) % 512), rest]);
}

/** Both refuse, under whatever name, or both read the same. */
function isSame(one: string, other: string): boolean {
  const isRefused = (text: string) => text.startsWith("BUNDLE_");
  return one === other || (isRefused(one) && isRefused(other));
}

/** Whoever installs from a pipe leaves it behind the last artifact. */
function isBehind(streamed: string, piped: string): boolean {
  return piped.startsWith("read") && /^BUNDLE_(TRAILING_DATA|TRUNCATED|DAMAGED)$/.test(streamed);
}

/** In the order of the bundle, or against it, so that artifacts have to be stored. */
async function contentOfPipe(input: Buffer, stored: string): Promise<string> {
  const folder = createSpoolFolder(stored);
  const bundle = await openStreamBundle({ stream: streamOf(input, 997), shown: "the bundle", folder });
  try {
    const indexes = [...bundle.head.index.artifacts.keys()];
    await bundle.expect(new Map(indexes.map((i) => [i, 1])));
    const digests: string[] = [];
    for (const i of input.length % 2 === 0 ? indexes : indexes.toReversed()) {
      await bundle.consume(i, async () => {
        const { stream } = await bundle.open(i);
        digests[i] = sha256(Buffer.concat(await stream.toArray()));
      });
    }
    return digests.join();
  } finally {
    await bundle.close();
  }
}

async function contentOfStream(input: Buffer): Promise<string> {
  const { index } = await verifyBundle(streamOf(input, 997), "the bundle");
  return index.artifacts.map(({ sha256: digest }) => digest).join();
}

async function contentOfFile(path: string): Promise<string> {
  const { index } = await readBundleFile(path);
  const digests: string[] = [];
  for (const i of index.artifacts.keys()) {
    const { stream } = await openInBundleFile({ path, index: i });
    digests.push(sha256(Buffer.concat(await stream.toArray())));
  }
  return digests.join();
}

async function outcome(work: () => Promise<string>): Promise<string> {
  try {
    return `read ${await work()}`;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}
