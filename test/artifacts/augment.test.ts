// Augmented artifacts: what was added after signing is read, adds and never contradicts, and is nothing where only what is
// signed counts.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { describeArtifact, readArtifact, signArtifact } from "../../src/artifacts/index.js";
import { OrchestratorError } from "../../src/base/index.js";
import { loadSigningKey, loadVerifyKeys } from "../../src/signing/index.js";
import { PAIRS, privateFile, publicFile } from "../signing/pairs.js";
import { temporaryFolder } from "../support/index.js";
import { type Entry, entry, type Forged, forge, sha256, streamOf, tar } from "./forge.js";

interface Augment {
  readonly headerInfo: unknown;
  readonly typeInfo: unknown;
  readonly metaData?: unknown;
  readonly more?: readonly Entry[];
  readonly files?: readonly Entry[];
  readonly lines?: (right: readonly string[]) => readonly string[];
  /** The two parts, made of the above. */
  readonly parts?: (manifest: Entry, header: Entry) => readonly [Entry | undefined, Entry | undefined];
}

const RIGHT: Augment = { headerInfo: { payloads: [{ type: "rtos" }] }, typeInfo: { type: "rtos" } };

/** A forged artifact with an augment; `base` is of the artifact itself. */
function augmented(given: Partial<Augment>, base: Partial<Forged> = {}): Buffer {
  const augment = { ...RIGHT, ...given };
  const { headerInfo, typeInfo, metaData, more = [], files = [], lines = (right) => right } = augment;
  const header = gzipSync(
    tar([
      entry("header-info", JSON.stringify(headerInfo)),
      entry("headers/0000/type-info", JSON.stringify(typeInfo)),
      ...(metaData === undefined ? [] : [entry("headers/0000/meta-data", JSON.stringify(metaData))]),
      ...more,
    ]),
  );
  const listed = [
    ...files.map(({ name, content = "" }) => `${sha256(content)}  data/0000/${name}`),
    `${sha256(header)}  header-augment.tar.gz`,
  ];
  const manifest = entry(
    "manifest-augment",
    lines(listed)
      .map((line) => `${line}\n`)
      .join(""),
  );
  const own = base.files ?? [entry("one", "first file")];
  const [first, second] = augment.parts?.(manifest, entry("header-augment.tar.gz", header)) ?? [
    manifest,
    entry("header-augment.tar.gz", header),
  ];
  return forge({
    ...base,
    files: own,
    pack: { header: gzipSync, data: () => gzipSync(tar([...own, ...files])) },
    members: ([version, signed, headerPart, data, ...none]) => {
      const all = [version, signed, first, headerPart, second, data, ...none];
      return all.filter((member) => member !== undefined);
    },
  });
}

async function described(bytes: Buffer) {
  const path = join(temporaryFolder(), "a.mender");
  writeFileSync(path, bytes);
  return await describeArtifact(path);
}

async function verdict(bytes: Buffer): Promise<string> {
  try {
    const reading = await readArtifact(streamOf(bytes));
    for await (const { content } of reading.files()) content.destroy();
    return "read";
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}

const TYPE_INFO = {
  type: "rtos",
  artifact_provides: { version: "rtos-v1" },
  artifact_depends: { hardware: ["A", "B"] },
  clears_artifact_provides: ["version"],
};
const base = { typeInfo: JSON.stringify(TYPE_INFO), metaData: '{"port":{"name":"a"}}' };

describe("what it adds", () => {
  test.each<[string, Partial<Augment>, object]>([
    ["nothing", {}, { payloadType: "rtos", provides: { version: "rtos-v1" }, augment: { files: [], provides: [] } }],
    [
      "a file, a provide, a depend, a clear",
      {
        files: [entry("delta", "added")],
        typeInfo: {
          ...{ type: "rtos", artifact_provides: { delta: "1" }, artifact_depends: { checksum: "abc" } },
          clears_artifact_provides: ["delta.*"],
        },
      },
      {
        files: [{ name: "one" }, { name: "delta", sizeBytes: 5 }],
        provides: { version: "rtos-v1", delta: "1" },
        depends: { hardware: ["A", "B"], checksum: ["abc"] },
        clearsProvides: ["version", "delta.*"],
        augment: { payloadType: "rtos", files: ["delta"], provides: ["delta"], depends: ["checksum"] },
      },
    ],
    [
      "another payload type",
      { headerInfo: { payloads: [{ type: "delta" }] }, typeInfo: { type: "delta" } },
      { payloadType: "delta", augment: { payloadType: "rtos" } },
    ],
    ["no payload type", { headerInfo: { payloads: [{ type: "" }] }, typeInfo: { type: "" } }, { payloadType: "rtos" }],
    [
      "meta-data beside meta-data",
      { metaData: { port: { speed: 9 }, more: [1] } },
      { metaData: '{"port":{"name":"a","speed":9},"more":[1]}' },
    ],
    [
      "the same again",
      { typeInfo: TYPE_INFO, metaData: { port: { name: "a" } } },
      { provides: { version: "rtos-v1" } },
    ],
  ])("%s", async (_, augment, expected) => {
    expect(await described(augmented(augment, base))).toMatchObject(expected);
  });

  test("a digest of its own pins it", async () => {
    const digests = [augmented({}, base), augmented({ metaData: { a: 1 } }, base), forge(base)].map(
      async (bytes) => (await described(bytes)).manifestDigest,
    );
    expect(new Set(await Promise.all(digests)).size).toBe(3);
  });

  test("an interface finds the merged texts", async () => {
    const reading = await readArtifact(
      streamOf(augmented({ typeInfo: { type: "rtos", artifact_provides: { a: "1" } } }, base)),
    );
    await reading.close();
    expect(JSON.parse(reading.header.raw.typeInfo)).toEqual({
      ...TYPE_INFO,
      artifact_provides: { version: "rtos-v1", a: "1" },
    });
  });
});

const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);
const withProvides = (provides: object) => ({ typeInfo: { type: "rtos", artifact_provides: provides } });

test.each<[string, string, Partial<Augment>]>([
  ["another value of a provide", "ARTIFACT_AUGMENT_INVALID", withProvides({ version: "rtos-v2" })],
  [
    "a depend that is met more easily",
    "ARTIFACT_AUGMENT_INVALID",
    { typeInfo: { type: "rtos", artifact_depends: { hardware: "C" } } },
  ],
  [
    "another name",
    "ARTIFACT_AUGMENT_INVALID",
    { headerInfo: { ...Object(RIGHT.headerInfo), artifact_provides: { artifact_name: "x" } } },
  ],
  ["a key of no meaning", "ARTIFACT_AUGMENT_INVALID", { typeInfo: { type: "rtos", extra: {} } }],
  ["other meta-data", "ARTIFACT_AUGMENT_INVALID", { metaData: { port: { name: "b" } } }],
  ["meta-data of another shape", "ARTIFACT_AUGMENT_INVALID", { metaData: { port: ["a"] } }],
  ["no payload", "ARTIFACT_AUGMENT_INVALID", { headerInfo: { payloads: [] } }],
  ["two payloads", "ARTIFACT_AUGMENT_INVALID", { headerInfo: { payloads: [{ type: "a" }, { type: "b" }] } }],
  ["two types", "ARTIFACT_AUGMENT_INVALID", { headerInfo: { payloads: [{ type: "a" }] }, typeInfo: { type: "b" } }],
  ["provides that are none", "ARTIFACT_HEADER_INVALID", withProvides({ a: ["b"] })],
  ["a script", "ARTIFACT_MEMBER_MISORDERED", { more: [entry("scripts/ArtifactInstall_Enter_10_a", "x")] }],
  ["a file that is listed already", "ARTIFACT_MEMBER_DUPLICATE", { files: [entry("one", "first file")] }],
  [
    "a listed file that is not there",
    "ARTIFACT_MEMBER_MISSING",
    { lines: (right) => [...right, `${sha256("")}  data/0000/gone`] },
  ],
  [
    "a listed part that it may not add",
    "ARTIFACT_MEMBER_UNEXPECTED",
    { lines: (right) => [...right, `${sha256("")}  manifest.sig`] },
  ],
  ["an unlisted header", "ARTIFACT_MEMBER_UNLISTED", { lines: () => [] }],
  ["a wrong checksum", "ARTIFACT_CHECKSUM_MISMATCH", { lines: () => [`${sha256("")}  header-augment.tar.gz`] }],
  ["a header alone", "ARTIFACT_MEMBER_UNLISTED", { parts: (_, header) => [undefined, header] }],
  ["a manifest alone", "ARTIFACT_MEMBER_MISORDERED", { parts: (manifest) => [manifest, undefined] }],
  ["a manifest twice", "ARTIFACT_MEMBER_DUPLICATE", { parts: (manifest) => [manifest, manifest] }],
])("refused: %s (%s)", async (_, code, augment) => {
  expect(await verdict(augmented(augment, base))).toBe(code);
});

test("refused: meta-data that is nested too deep on both sides", async () => {
  const bytes = augmented({ metaData: deep(40) }, { ...base, metaData: JSON.stringify(deep(40)) });
  expect(await verdict(bytes)).toBe("ARTIFACT_HEADER_INVALID");
});

test("where only what is signed is taken, nothing augmented is", async () => {
  const keys = temporaryFolder();
  const path = join(temporaryFolder(), "a.mender");
  writeFileSync(path, augmented({}));
  const key = await loadSigningKey(privateFile(keys, "k", PAIRS.ed25519));
  await expect(signArtifact({ path, key, isForced: false })).rejects.toMatchObject({
    code: "ARTIFACT_AUGMENT_UNSIGNED",
  });
  const trusted = await loadVerifyKeys([publicFile(keys, "k", PAIRS.ed25519)]);
  await expect(readArtifact(streamOf(augmented({})), trusted)).rejects.toMatchObject({ code: "ARTIFACT_UNSIGNED" });
});
