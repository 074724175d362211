// The same classes of attacks on bundles: there is one right bundle for what its index says, so whatever else stands there is
// refused by name, whether the bundle is a file or comes through a pipe.

import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/base/index.js";
import { artifact, bundleOf } from "../artifacts/bundle/bundles.js";
import { entry, paxRecord, TAR_END, tar } from "../artifacts/forge.js";
import { bundleVerdictsOn } from "./support/bundle-verdicts.js";

const BLOCK = 512;
const WHOLE = await bundleOf([artifact("one"), artifact("two")]);

/** Where the header block of each member is, and how many bytes its content has. */
const MEMBERS: ReadonlyMap<string, { readonly at: number; readonly size: number }> = new Map(membersOf(WHOLE));

function* membersOf(bundle: Buffer) {
  for (let at = 0; bundle[at] !== 0; ) {
    const size = Number.parseInt(bundle.toString("latin1", at + 124, at + 135), 8);
    yield [bundle.toString("latin1", at, bundle.indexOf(0, at)), { at, size }] as const;
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

const member = (name: string) => MEMBERS.get(name) ?? { at: Number.NaN, size: Number.NaN };
const header = (...forged: Parameters<typeof entry>) => tar([entry(...forged)], Buffer.alloc(0)).subarray(0, BLOCK);

function put(at: number, bytes: Buffer): Buffer {
  return Buffer.concat([WHOLE.subarray(0, at), bytes, WHOLE.subarray(at + bytes.length)]);
}

/** Another header block in place of that of a member. */
const instead = (name: string, block: Buffer) => put(member(name).at, block);
const inserted = (name: string, bytes: Buffer) =>
  Buffer.concat([WHOLE.subarray(0, member(name).at), bytes, WHOLE.subarray(member(name).at)]);

type Row = readonly [name: string, code: ErrorCode, bytes: Buffer];

const PLACES = ["manifest.yaml", "headers/0001", "payloads/0000"] as const;
const everywhere = (what: string, code: ErrorCode, make: (name: string) => Buffer): readonly Row[] =>
  PLACES.map((name): Row => [`${what} in place of ${name}`, code, instead(name, make(name))]);

const size = (name: string, field: string | Buffer) => header(name, "", { raw: { 124: field } });

const HEADERS: readonly Row[] = [
  ...everywhere("a name with ..", "BUNDLE_MEMBER_UNEXPECTED", (name) => header(`../${name}`)),
  ...everywhere("an absolute name", "BUNDLE_MEMBER_UNEXPECTED", (name) => header(`/${name}`)),
  ...everywhere("a name in other case", "BUNDLE_MEMBER_UNEXPECTED", (name) => header(name.toUpperCase())),
  ...everywhere("a prefix", "BUNDLE_MEMBER_UNEXPECTED", (name) => header(name, "", { raw: { 345: "/etc" } })),
  ...everywhere("bytes that are no UTF-8", "BUNDLE_MEMBER_UNEXPECTED", () =>
    header("", "", { raw: { 0: Buffer.from([0xff]) } }),
  ),
  ...["1", "2", "3", "4", "5", "6", "7", "S"].flatMap((type) =>
    everywhere(`a member of type ${type}`, "BUNDLE_MEMBER_TYPE", (name) =>
      header(name, "", { type, linkName: "/etc/passwd" }),
    ),
  ),
  ...["x", "g", "L", "K"].flatMap((type) =>
    everywhere(`an extended header of type ${type}`, "BUNDLE_MEMBER_TYPE", () =>
      header("p", paxRecord("path", "x"), { type }),
    ),
  ),
  ...everywhere("the index again", "BUNDLE_MEMBER_DUPLICATE", () => header("bundle.json")),
  ...everywhere("a later member", "BUNDLE_MEMBER_MISORDERED", () => header("payloads/0001")),
  ...everywhere("the end", "BUNDLE_MEMBER_MISSING", () => Buffer.alloc(BLOCK)),
  ...everywhere("a negative size", "BUNDLE_SIZE_MISMATCH", (name) => size(name, Buffer.alloc(12, 0xff))),
  ...everywhere("a size beyond any number", "BUNDLE_SIZE_MISMATCH", (name) =>
    size(name, Buffer.from([0x80, ...Array(11).fill(0xff)])),
  ),
  ...everywhere("the largest size of octal", "BUNDLE_SIZE_MISMATCH", (name) => size(name, "777777777777")),
  ...everywhere("a size that is text", "BUNDLE_SIZE_MISMATCH", (name) => size(name, "size-of-file")),
  ...everywhere("no size", "BUNDLE_SIZE_MISMATCH", (name) => size(name, Buffer.alloc(12))),
  ...everywhere("an empty member", "BUNDLE_SIZE_MISMATCH", (name) => header(name)),
  ...everywhere("other owners", "BUNDLE_DAMAGED", (name) => header(name, "", { sizeBytes: member(name).size })),
];

const INDEX = JSON.parse(WHOLE.toString("utf8", BLOCK, BLOCK + member("bundle.json").size));

/** Another index, of any length, under a right header. */
function withIndex(text: string): Buffer {
  const bytes = Buffer.from(text);
  const block = Buffer.from(WHOLE.subarray(0, BLOCK));
  block.write(bytes.length.toString(8).padStart(11, "0"), 124);
  block.fill(" ", 148, 156);
  block.write(
    `${block
      .reduce((total, byte) => total + byte, 0)
      .toString(8)
      .padStart(6, "0")} \0`,
    148,
  );
  const filler = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return Buffer.concat([block, bytes, filler, WHOLE.subarray(member("manifest.yaml").at)]);
}

const index = (change: object) => withIndex(JSON.stringify({ ...INDEX, ...change }));
const artifacts = (change: object) => index({ artifacts: [{ ...INDEX.artifacts[0], ...change }, INDEX.artifacts[1]] });

const INDEXES: readonly Row[] = [
  ["keys twice", "BUNDLE_INDEX_INVALID", withIndex(JSON.stringify(INDEX).replace("{", '{"version":1,'))],
  [
    "keys twice, deep inside",
    "BUNDLE_INDEX_INVALID",
    withIndex(JSON.stringify(INDEX).replace('"names":', '"names":["x"],"names":')),
  ],
  ["lists without end", "BUNDLE_INDEX_INVALID", withIndex("[".repeat(500_000))],
  [
    "nested deep",
    "BUNDLE_INDEX_INVALID",
    withIndex(`{"x":${"[".repeat(1000)}${"]".repeat(1000)},${JSON.stringify(INDEX).slice(1)}`),
  ],
  ["a negative size", "BUNDLE_INDEX_INVALID", artifacts({ sizeBytes: -1 })],
  ["a size beyond any number", "BUNDLE_INDEX_INVALID", artifacts({ sizeBytes: 2 ** 60 })],
  ["a size that is a text", "BUNDLE_INDEX_INVALID", artifacts({ sizeBytes: "512" })],
  ["a header larger than its artifact", "BUNDLE_INDEX_INVALID", artifacts({ headerBytes: 2 ** 40 })],
  ["an artifact of a tebibyte", "BUNDLE_SIZE_MISMATCH", artifacts({ sizeBytes: 2 ** 40 })],
  ["a header of a gibibyte", "BUNDLE_TOO_LARGE", artifacts({ sizeBytes: 2 ** 40, headerBytes: 2 ** 30 })],
  ["NUL in a path", "BUNDLE_INDEX_INVALID", artifacts({ paths: ["a\0b"] })],
  [
    "a document with ..",
    "BUNDLE_INDEX_INVALID",
    index({ documents: [...INDEX.documents, { ...INDEX.documents[0], name: "../x" }] }),
  ],
  ["an unlisted artifact", "BUNDLE_MEMBER_UNEXPECTED", index({ artifacts: INDEX.artifacts.slice(0, 1) })],
  [
    "an artifact that is not there",
    "BUNDLE_MEMBER_MISORDERED",
    index({ artifacts: [...INDEX.artifacts, { ...INDEX.artifacts[0], sha256: "0".repeat(64), paths: ["x"] }] }),
  ],
  ["an artifact twice", "BUNDLE_INDEX_INVALID", index({ artifacts: [INDEX.artifacts[0], INDEX.artifacts[0]] })],
];

const REST: readonly Row[] = [
  [
    "a member between others",
    "BUNDLE_MEMBER_UNEXPECTED",
    inserted("payloads/0001", tar([entry("x", "y")], Buffer.alloc(0))),
  ],
  ["a member at the end", "BUNDLE_TRAILING_DATA", Buffer.concat([WHOLE.subarray(0, -1024), tar([entry("x", "y")])])],
  ["a member behind the end", "BUNDLE_TRAILING_DATA", Buffer.concat([WHOLE, tar([entry("x", "y")])])],
  ["a byte behind the end", "BUNDLE_TRAILING_DATA", Buffer.concat([WHOLE, Buffer.from("x")])],
  ["zeros behind the end", "BUNDLE_TRAILING_DATA", Buffer.concat([WHOLE, TAR_END])],
  ["another bundle behind the end", "BUNDLE_TRAILING_DATA", Buffer.concat([WHOLE, WHOLE])],
];

test("what is attacked is right without", async () => {
  expect(await bundleVerdictsOn(WHOLE)).toEqual({ streamed: "read", inFile: "read", piped: "read", left: [] });
  expect(await bundleVerdictsOn(index({}))).toEqual({ streamed: "read", inFile: "read", piped: "read", left: [] });
});

describe.each([
  ["headers of members", HEADERS],
  ["the index", INDEXES],
  ["between and behind members", REST],
])("%s", (_, rows) => {
  test.each(rows)("%s: %s", async (_name, code, bytes) => {
    expect(await bundleVerdictsOn(bytes)).toEqual({ streamed: code, inFile: code, piped: code, left: [] });
  });
});

describe("cut at every block", () => {
  test.each(Array.from({ length: WHOLE.length / BLOCK }, (_, blocks) => blocks))("after %s", async (blocks) => {
    const code = "BUNDLE_TRUNCATED";
    const bytes = WHOLE.subarray(0, blocks * BLOCK);
    expect(await bundleVerdictsOn(bytes)).toEqual({ streamed: code, inFile: code, piped: code, left: [] });
  });
});

describe("one bit", () => {
  const fields = { name: 1, mode: 103, size: 134, time: 146, sum: 150, type: 156, link: 157, magic: 257, prefix: 345 };
  const isIndex = (name: string) => name === "bundle.json";
  const rows = [...MEMBERS].flatMap(([name, { at, size }]): readonly (readonly [string, ErrorCode, number])[] => [
    ...Object.entries(fields).map(
      ([field, offset]) =>
        [`${field} of ${name}`, isIndex(name) ? "BUNDLE_NOT_BUNDLE" : "BUNDLE_DAMAGED", at + offset] as const,
    ),
    ...[0, size >> 1, size - 1].map(
      (offset) =>
        [
          `byte ${offset} of ${name}`,
          isIndex(name) ? "BUNDLE_INDEX_INVALID" : "BUNDLE_CHECKSUM_MISMATCH",
          at + BLOCK + offset,
        ] as const,
    ),
    ...(size % BLOCK === 0 ? [] : [[`behind ${name}`, "BUNDLE_DAMAGED", at + BLOCK + size] as const]),
  ]);

  test.each([
    ...rows,
    ["the end", "BUNDLE_TRAILING_DATA", WHOLE.length - 1024] as const,
    ["its last byte", "BUNDLE_TRAILING_DATA", WHOLE.length - 1] as const,
  ])("%s: %s", async (_, code, at) => {
    const bytes = put(at, Buffer.from([(WHOLE[at] ?? 0) ^ 1]));
    expect(await bundleVerdictsOn(bytes)).toEqual({ streamed: code, inFile: code, piped: code, left: [] });
  });
});
