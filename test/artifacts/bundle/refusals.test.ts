// What is no bundle, or none that can be relied on, is refused by name: from a file before anything of a payload is read, and
// by whoever reads it to its end.

import { describe, expect, test } from "vitest";
import { indexBytes, parseIndex } from "../../../src/artifacts/bundle/bundle-index.js";
import { openInBundleFile, readBundleFile, verifyBundle } from "../../../src/artifacts/bundle/index.js";
import { MAX_ARTIFACTS } from "../../../src/artifacts/bundle/limits.js";
import { streamOf } from "../forge.js";
import { artifact, block, bundleOf, contentOf, fileOf, sha } from "./bundles.js";

type Edit = (bundle: Buffer, places: ReadonlyMap<string, number>) => Buffer;

/** Where each member's header block is. */
function placesOf(bundle: Buffer): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = 0; bundle[at] !== 0; ) {
    const name = bundle.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    places.set(name, at);
    at += 512 + Math.ceil(Number.parseInt(bundle.toString("latin1", at + 124, at + 135), 8) / 512) * 512;
  }
  return places;
}

const at = (places: ReadonlyMap<string, number>, name: string): number => places.get(name) ?? -1;

function put(bundle: Buffer, position: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(bundle);
  bytes.copy(copy, position);
  return copy;
}

function flipped(bundle: Buffer, position: number): Buffer {
  return put(bundle, position, Buffer.from([(bundle[position] ?? 0) ^ 1]));
}

const replaced =
  (name: string, by: Buffer): Edit =>
  (bundle, places) =>
    put(bundle, at(places, name), by);

const WRONG: readonly [what: string, code: string, edit: Edit][] = [
  ["a text", "BUNDLE_NOT_BUNDLE", () => Buffer.from("api_version: mender/v1\n")],
  ["nothing", "BUNDLE_TRUNCATED", () => Buffer.alloc(0)],
  ["zeros", "BUNDLE_NOT_BUNDLE", () => Buffer.alloc(10_240)],
  ["another tar", "BUNDLE_NOT_BUNDLE", replaced("bundle.json", block("version", 100))],
  [
    "an index of another kind",
    "BUNDLE_MEMBER_TYPE",
    (bundle) => put(bundle, 0, block("bundle.json", sizeOf(bundle), "2")),
  ],
  ["a huge index", "BUNDLE_TOO_LARGE", replaced("bundle.json", block("bundle.json", 5 * 2 ** 20))],
  ["an index that is no JSON", "BUNDLE_INDEX_INVALID", (bundle) => put(bundle, 512, Buffer.from("]"))],
  ["a later version", "BUNDLE_FORMAT_UNSUPPORTED", (bundle) => edited(bundle, '"version": 1', '"version": 2')],
  [
    "JSON of another kind",
    "BUNDLE_NOT_BUNDLE",
    (bundle) => edited(bundle, "orchestrator-bundle", "orchestrator-bundlf"),
  ],
  ["a digest that is none", "BUNDLE_INDEX_INVALID", (bundle) => edited(bundle, '"sha256": "', '"sha256": "X')],
  ["a path for two artifacts", "BUNDLE_INDEX_INVALID", (bundle) => edited(bundle, "a1.mender", "a0.mender")],
  ["a size below zero", "BUNDLE_INDEX_INVALID", (bundle) => edited(bundle, '"sizeBytes": 3', '"sizeBytes": -')],
  ["a manifest of another content", "BUNDLE_CHECKSUM_MISMATCH", (b, p) => flipped(b, at(p, "manifest.yaml") + 512)],
  ["something behind the manifest", "BUNDLE_DAMAGED", (b, p) => flipped(b, at(p, "manifest.yaml") + 512 + 511)],
  ["a duplicate", "BUNDLE_MEMBER_DUPLICATE", replaced("headers/0001", block("headers/0000", 2048))],
  ["members out of order", "BUNDLE_MEMBER_MISORDERED", replaced("payloads/0000", block("payloads/0001", 3072))],
  ["an unlisted member", "BUNDLE_MEMBER_UNEXPECTED", replaced("payloads/0000", block("payloads/0007", 3072))],
  ["a way out", "BUNDLE_MEMBER_UNEXPECTED", replaced("payloads/0001", block("../../etc/passwd", 3072))],
  ["an absolute path", "BUNDLE_MEMBER_UNEXPECTED", replaced("headers/0000", block("/etc/passwd", 3072))],
  ["a symbolic link", "BUNDLE_MEMBER_TYPE", replaced("payloads/0000", block("payloads/0000", 0, "2"))],
  ["a hard link", "BUNDLE_MEMBER_TYPE", replaced("payloads/0001", block("payloads/0001", 0, "1"))],
  ["an extended header", "BUNDLE_MEMBER_TYPE", replaced("payloads/0000", block("x", 64, "x"))],
  [
    "a size that the index does not have",
    "BUNDLE_SIZE_MISMATCH",
    replaced("payloads/0000", block("payloads/0000", 99)),
  ],
  [
    "other owners",
    "BUNDLE_DAMAGED",
    (bundle, places) => put(bundle, at(places, "payloads/0000"), block("payloads/0000", payload(bundle, places))),
  ],
  ["no payload at all", "BUNDLE_MEMBER_MISSING", (b, p) => put(b, at(p, "payloads/0001"), Buffer.alloc(512))],
  ["a header block that is none", "BUNDLE_DAMAGED", (b, p) => flipped(b, at(p, "payloads/0000") + 3)],
  ["no end", "BUNDLE_TRAILING_DATA", (b) => flipped(b, b.length - 1)],
  ["something behind the end", "BUNDLE_TRAILING_DATA", (b) => Buffer.concat([b, Buffer.from("x")])],
  ["zeros behind the end", "BUNDLE_TRAILING_DATA", (b) => Buffer.concat([b, Buffer.alloc(512)])],
];

function sizeOf(bundle: Buffer): number {
  return Number.parseInt(bundle.toString("latin1", 124, 135), 8);
}

function payload(bundle: Buffer, places: ReadonlyMap<string, number>): number {
  const start = at(places, "payloads/0000");
  return Number.parseInt(bundle.toString("latin1", start + 124, start + 135), 8);
}

/** The same length: everything stays in its place. */
function edited(bundle: Buffer, from: string, to: string): Buffer {
  const position = bundle.indexOf(from);
  if (position === -1) throw new Error(`the bundle has no ${from}`);
  return put(bundle, position, Buffer.from(to));
}

const good = bundleOf([artifact("one", 1500), artifact("two", 2100)]);

describe.each(WRONG)("%s", (_, code, edit) => {
  test(`${code} from a file`, async () => {
    const bundle = await good;
    await expect(readBundleFile(await fileOf(edit(bundle, placesOf(bundle))))).rejects.toMatchObject({ code });
  });

  test(`${code} from a stream`, async () => {
    const bundle = await good;
    await expect(verifyBundle(streamOf(edit(bundle, placesOf(bundle))), "-")).rejects.toMatchObject({ code });
  });
});

test("cut off at every block, a bundle is refused", async () => {
  const bundle = await good;
  for (let length = 512; length < bundle.length; length += 512) {
    const code = /^BUNDLE_(TRUNCATED|NOT_BUNDLE)$/;
    const cut = bundle.subarray(0, length);
    await expect(readBundleFile(await fileOf(cut))).rejects.toMatchObject({ code: expect.stringMatching(code) });
    await expect(verifyBundle(streamOf(cut), "-")).rejects.toMatchObject({ code: expect.stringMatching(code) });
  }
});

test("one flipped bit anywhere is found by whoever reads all of it", async () => {
  const bundle = await bundleOf([artifact("one", 10)]);
  for (let position = 5; position < bundle.length; position += 131) {
    const found = expect.stringMatching(/^BUNDLE_/);
    await expect(verifyBundle(streamOf(flipped(bundle, position), 4096), "-")).rejects.toMatchObject({ code: found });
  }
});

test.each<[string, (sizes: { sizeBytes: number; headerBytes: number }) => object, string]>([
  ["a header longer than the artifact", ({ sizeBytes }) => ({ headerBytes: sizeBytes + 1 }), "BUNDLE_INDEX_INVALID"],
  ["more header than is taken", () => ({ headerBytes: 2 ** 26, sizeBytes: 2 ** 27 }), "BUNDLE_TOO_LARGE"],
])("an index that lies: %s", async (_, lie, code) => {
  const index = { documents: [{ name: "manifest.yaml", sizeBytes: 1, sha256: "0".repeat(64) }] };
  const artifact = { ...{ name: "a", paths: ["a"], names: [], sizeBytes: 2, headerBytes: 1 }, sha256: "0".repeat(64) };
  const artifacts = [{ ...artifact, ...lie(artifact) }];
  expect(() => parseIndex(indexBytes({ ...index, artifacts }))).toThrow(expect.objectContaining({ code }));
});

test("an index with the digest of another artifact", async () => {
  const bytes = artifact("one");
  const path = await fileOf(edited(await bundleOf([bytes]), sha(bytes), sha(artifact("two"))));
  await readBundleFile(path);
  const { stream } = await openInBundleFile({ path, index: 0 });
  await expect(contentOf(stream)).rejects.toMatchObject({ code: "BUNDLE_CHECKSUM_MISMATCH" });
});

test("more artifacts than are taken", async () => {
  const making = bundleOf([artifact("one")], (index) => ({
    ...index,
    artifacts: Array.from({ length: MAX_ARTIFACTS + 1 }, (__, i) => ({
      ...{ name: "a", paths: [String(i)], names: [], sizeBytes: 2, headerBytes: 1 },
      sha256: String(i).padStart(64, "0"),
    })),
  }));
  await expect(making).rejects.toMatchObject({ code: "BUNDLE_TOO_LARGE" });
});

test("a member that is not there, and a file that is none", async () => {
  const path = await fileOf(await good);
  await expect(openInBundleFile({ path, index: 2 })).rejects.toMatchObject({ code: "BUNDLE_ARTIFACT_MISSING" });
  await expect(readBundleFile(`${path}.other`)).rejects.toMatchObject({ code: "BUNDLE_UNREADABLE" });
  await expect(readBundleFile("/dev/null")).rejects.toMatchObject({ code: "BUNDLE_UNREADABLE" });
});
