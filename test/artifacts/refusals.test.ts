// Each attack, or accident, and the one code that names it.

import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  contentsOf,
  entry,
  type Forged,
  forge,
  headerEntries,
  paxRecord,
  sha256,
  TAR_END,
  tar,
  verdictOn,
} from "./forge.js";

type Case = readonly [name: string, code: string, wrong: Partial<Forged> | Buffer];

const json = JSON.stringify;
const INFO = { payloads: [{ type: "rtos" }], artifact_provides: { artifact_name: "n" } };
const swapped = <T>(list: readonly T[], one: number, other: number): readonly T[] =>
  list.map((item, index) => (index === one ? list[other] : index === other ? list[one] : item) ?? item);

const OUTER: readonly Case[] = [
  ["text", "ARTIFACT_NOT_TAR", Buffer.from("no tar at all, but long enough\n".repeat(60))],
  ["a gzipped tar", "ARTIFACT_NOT_TAR", gzipSync(Buffer.concat([forge(), Buffer.alloc(4096, "x")]), { level: 0 })],
  ["nothing", "ARTIFACT_TRUNCATED", Buffer.alloc(0)],
  ["half a block", "ARTIFACT_TRUNCATED", Buffer.alloc(100)],
  ["an empty tar", "ARTIFACT_MEMBER_MISSING", TAR_END],
  ["another tar", "ARTIFACT_FORMAT_UNSUPPORTED", tar([entry("etc/passwd", "root")])],
  ["version 2", "ARTIFACT_FORMAT_UNSUPPORTED", { version: '{"format":"mender","version":2}' }],
  ["another format", "ARTIFACT_FORMAT_UNSUPPORTED", { version: '{"format":"bundle","version":3}' }],
  ["a version that is no JSON", "ARTIFACT_HEADER_INVALID", { version: "3" }],
  ["no version", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => right.slice(1) }],
  ["no manifest", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => right.filter((_, index) => index !== 1) }],
  ["no header", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => right.filter((_, index) => index !== 2) }],
  ["no payload", "ARTIFACT_MEMBER_MISSING", { members: (right) => right.slice(0, 3) }],
  ["version behind manifest", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => swapped(right, 0, 1) }],
  ["header before manifest", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => swapped(right, 1, 2) }],
  ["payload before header", "ARTIFACT_MEMBER_MISORDERED", { members: (right) => swapped(right, 2, 3) }],
  ["two manifests", "ARTIFACT_MEMBER_DUPLICATE", { members: (right) => right.toSpliced(1, 0, ...right.slice(1, 2)) }],
  ["two payloads of one name", "ARTIFACT_MEMBER_DUPLICATE", { members: (right) => [...right, ...right.slice(3)] }],
  ["two headers", "ARTIFACT_MEMBER_DUPLICATE", { members: (right) => right.toSpliced(3, 0, entry("header.tar", "x")) }],
  [
    "a second payload",
    "ARTIFACT_MULTIPLE_PAYLOADS",
    { members: (right) => [...right, entry("data/0001.tar.gz", "x")] },
  ],
  ["an unknown part", "ARTIFACT_MEMBER_UNEXPECTED", { members: (right) => right.toSpliced(2, 0, entry("extra", "x")) }],
  ["an unknown part at the end", "ARTIFACT_MEMBER_UNEXPECTED", { members: (right) => [...right, entry("extra", "x")] }],
  ["an unknown compression", "ARTIFACT_MEMBER_UNEXPECTED", { headerName: "header.tar.bz2" }],
  ["gzip that calls itself xz, in the header", "ARTIFACT_DAMAGED", { headerName: "header.tar.xz" }],
  ["gzip that calls itself zstd, in the payload", "ARTIFACT_DAMAGED", { dataName: "data/0000.tar.zst" }],
  [
    "manifest-augment that is no list",
    "ARTIFACT_MANIFEST_INVALID",
    { members: (right) => right.toSpliced(2, 0, entry("manifest-augment", "x")) },
  ],
  [
    "header-augment that nothing lists",
    "ARTIFACT_MEMBER_UNLISTED",
    { members: (right) => right.toSpliced(3, 0, entry("header-augment.tar.gz", "x")) },
  ],
  [
    "a version that is a link",
    "ARTIFACT_MEMBER_TYPE",
    { members: (right) => right.with(0, entry("version", "", { type: "2", linkName: "/etc/passwd" })) },
  ],
  ["a version over its limit", "ARTIFACT_MEMBER_TOO_LARGE", { version: `{"format":"mender"${" ".repeat(2000)}}` }],
  [
    "a manifest over its limit",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { members: (right) => right.with(1, entry("manifest", Buffer.alloc(2 ** 21 + 1))) },
  ],
  [
    "a header that says it is huge",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { members: (right) => right.with(2, entry("header.tar.gz", "", { sizeBytes: 8 * 2 ** 30 - 1 })) },
  ],
  [
    "extended headers without end",
    "ARTIFACT_MEMBER_TOO_LARGE",
    {
      members: (right) => [
        ...Array(3000).fill(entry("x", paxRecord("comment", "c".repeat(500)), { type: "g" })),
        ...right,
      ],
    },
  ],
  [
    "one huge extended header",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { members: (right) => [entry("x", Buffer.alloc(3 * 2 ** 20, "a"), { type: "x" }), ...right] },
  ],
  [
    "an extended header of a size beyond all memory",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { members: (right) => [right[0] ?? entry(""), entry("x", "", { type: "x", sizeBytes: 2 ** 32 })] },
  ],
  [
    "an extended header that renames a part",
    "ARTIFACT_MEMBER_UNEXPECTED",
    { members: (right) => right.toSpliced(3, 0, entry("x", paxRecord("path", "data/0000/../../x"), { type: "x" })) },
  ],
  [
    "an extended header with a size that is no number",
    "ARTIFACT_DAMAGED",
    { members: (right) => right.toSpliced(3, 0, entry("x", paxRecord("size", "NaN"), { type: "x" })) },
  ],
  ["text behind the end", "ARTIFACT_TRAILING_DATA", { end: Buffer.concat([TAR_END, Buffer.from("more")]) }],
  ["blocks behind the end", "ARTIFACT_TRAILING_DATA", { end: Buffer.concat([TAR_END, Buffer.alloc(2048, "x")]) }],
  [
    "a member behind the end",
    "ARTIFACT_MEMBER_UNEXPECTED",
    { end: Buffer.concat([TAR_END, tar([entry("more", "x")])]) },
  ],
  ["no end", "ARTIFACT_TRUNCATED", { end: Buffer.alloc(0) }],
  ["half an end", "ARTIFACT_TRUNCATED", { end: Buffer.alloc(512) }],
  ["padding behind the end", "read", { end: Buffer.alloc(10_240) }],
];

const MANIFEST: readonly Case[] = [
  ["a line that is none", "ARTIFACT_MANIFEST_INVALID", { lines: (right) => [...right, "nonsense"] }],
  ["a short checksum", "ARTIFACT_MANIFEST_INVALID", { lines: (right) => [...right, "abcd  data/0000/x"] }],
  ["one space", "ARTIFACT_MANIFEST_INVALID", { lines: (right) => right.map((line) => line.replace("  ", " ")) }],
  ["upper case", "ARTIFACT_MANIFEST_INVALID", { lines: (right) => right.map((line) => line.toUpperCase()) }],
  [
    "bytes that are no UTF-8",
    "ARTIFACT_MANIFEST_INVALID",
    { members: (right) => right.with(1, entry("manifest", Buffer.from([0xff, 0xfe]))) },
  ],
  [
    "version not listed",
    "ARTIFACT_MEMBER_UNLISTED",
    { lines: (right) => right.filter((line) => !line.endsWith("version")) },
  ],
  ["header not listed", "ARTIFACT_MEMBER_UNLISTED", { lines: (right) => right.filter((line) => !line.endsWith("gz")) }],
  ["a file not listed", "ARTIFACT_MEMBER_UNLISTED", { lines: (right) => right.slice(1) }],
  [
    "a file listed and not there",
    "ARTIFACT_MEMBER_MISSING",
    { lines: (right) => [`${sha256("")}  data/0000/gone`, ...right] },
  ],
  ["a second header listed", "ARTIFACT_MEMBER_MISSING", { lines: (right) => [...right, `${sha256("")}  header.tar`] }],
  ["a line twice", "ARTIFACT_MEMBER_DUPLICATE", { lines: (right) => [...right, ...right.slice(0, 1)] }],
  [
    "a second payload's file",
    "ARTIFACT_MULTIPLE_PAYLOADS",
    { lines: (right) => [...right, `${sha256("")}  data/0001/x`] },
  ],
  ["an unknown path", "ARTIFACT_MEMBER_UNEXPECTED", { lines: (right) => [...right, `${sha256("")}  etc/passwd`] }],
  ["a path upwards", "ARTIFACT_MEMBER_NAME", { lines: (right) => [...right, `${sha256("")}  data/0000/../x`] }],
  [
    "more files than allowed",
    "ARTIFACT_TOO_MANY_FILES",
    {
      lines: (right) => [...right, ...Array.from({ length: 5000 }, (_, index) => `${sha256("")}  data/0000/f${index}`)],
    },
  ],
  ["version's checksum", "ARTIFACT_CHECKSUM_MISMATCH", { lines: (right) => right.with(-1, `${sha256("x")}  version`) }],
  [
    "header's checksum",
    "ARTIFACT_CHECKSUM_MISMATCH",
    { lines: (right) => right.with(-2, `${sha256("x")}  header.tar.gz`) },
  ],
  [
    "a file's checksum",
    "ARTIFACT_CHECKSUM_MISMATCH",
    { lines: (right) => right.with(0, `${sha256("x")}  data/0000/one`) },
  ],
  [
    "an empty file's checksum",
    "ARTIFACT_CHECKSUM_MISMATCH",
    { lines: (right) => right.with(1, `${sha256("x")}  data/0000/two`) },
  ],
];

const bomb = Buffer.alloc(20 * 2 ** 20);
const HEADER: readonly Case[] = [
  ["no header-info", "ARTIFACT_MEMBER_MISSING", { headerEntries: headerEntries().slice(1) }],
  ["no type-info", "ARTIFACT_MEMBER_MISSING", { headerEntries: headerEntries().slice(0, 1) }],
  ["type-info first", "ARTIFACT_MEMBER_MISORDERED", { headerEntries: headerEntries().toReversed() }],
  ["a text twice", "ARTIFACT_MEMBER_DUPLICATE", { headerEntries: [...headerEntries(), ...headerEntries().slice(1)] }],
  [
    "a script twice",
    "ARTIFACT_MEMBER_DUPLICATE",
    { headerEntries: headerEntries().toSpliced(1, 0, entry("scripts/a", "1"), entry("scripts/a", "2")) },
  ],
  [
    "a script that leaves its folder",
    "ARTIFACT_MEMBER_NAME",
    { headerEntries: headerEntries().toSpliced(1, 0, entry("scripts/../../x", "1")) },
  ],
  [
    "a script that is a link",
    "ARTIFACT_MEMBER_TYPE",
    { headerEntries: headerEntries().toSpliced(1, 0, entry("scripts/a", "", { type: "2", linkName: "/bin/sh" })) },
  ],
  [
    "too many scripts",
    "ARTIFACT_MEMBER_TOO_LARGE",
    {
      headerEntries: headerEntries().toSpliced(
        1,
        0,
        ...Array.from({ length: 300 }, (_, i) => entry(`scripts/s${i}`, "x")),
      ),
    },
  ],
  [
    "an unknown member",
    "ARTIFACT_MEMBER_UNEXPECTED",
    { headerEntries: [...headerEntries(), entry("headers/0000/x", "1")] },
  ],
  [
    "a second payload's",
    "ARTIFACT_MULTIPLE_PAYLOADS",
    { headerEntries: [...headerEntries(), entry("headers/0001/type-info", "{}")] },
  ],
  ["meta-data over its limit", "ARTIFACT_MEMBER_TOO_LARGE", { metaData: " ".repeat(2 ** 20 + 1) }],
  [
    "a bomb behind the last member",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { pack: { header: (right) => gzipSync(Buffer.concat([right, bomb])), data: gzipSync } },
  ],
  [
    "a bomb as one member",
    "ARTIFACT_MEMBER_TOO_LARGE",
    { headerEntries: [...headerEntries(), entry("headers/0000/meta-data", bomb)] },
  ],
  [
    "one huge extended header in a plain tar",
    "ARTIFACT_MEMBER_TOO_LARGE",
    {
      headerName: "header.tar",
      headerEntries: [entry("x", Buffer.alloc(3 * 2 ** 20, "a"), { type: "x" }), ...headerEntries()],
      pack: { header: (right) => right, data: gzipSync },
    },
  ],
  ["a header that is no gzip", "ARTIFACT_DAMAGED", { pack: { header: (right) => right, data: gzipSync } }],
  [
    "a header that is no tar",
    "ARTIFACT_NOT_TAR",
    { pack: { header: () => gzipSync(Buffer.alloc(2048, "x")), data: gzipSync } },
  ],
  [
    "a second gzip member",
    "ARTIFACT_TRAILING_DATA",
    { pack: { header: (right) => Buffer.concat([gzipSync(right), gzipSync("")]), data: gzipSync } },
  ],
  [
    "an empty gzip member first",
    "ARTIFACT_TRAILING_DATA",
    { pack: { header: (right) => Buffer.concat([gzipSync(""), gzipSync(right)]), data: gzipSync } },
  ],
  [
    "zeros behind the gzip",
    "ARTIFACT_TRAILING_DATA",
    { pack: { header: (right) => Buffer.concat([gzipSync(right), Buffer.alloc(512)]), data: gzipSync } },
  ],
];

const FIELDS: readonly Case[] = [
  ["header-info that is no JSON", "ARTIFACT_HEADER_INVALID", { headerInfo: "{" }],
  ["header-info that is a list", "ARTIFACT_HEADER_INVALID", { headerInfo: "[]" }],
  ["header-info nested without end", "ARTIFACT_HEADER_INVALID", { headerInfo: "[".repeat(500_000) }],
  ["no artifact_name", "ARTIFACT_HEADER_INVALID", { headerInfo: json({ ...INFO, artifact_provides: {} }) }],
  ["no payloads", "ARTIFACT_HEADER_INVALID", { headerInfo: json({ ...INFO, payloads: [] }) }],
  [
    "two payloads",
    "ARTIFACT_MULTIPLE_PAYLOADS",
    { headerInfo: json({ ...INFO, payloads: [{ type: "a" }, { type: "b" }] }) },
  ],
  [
    "a name of two lines",
    "ARTIFACT_HEADER_INVALID",
    { headerInfo: json({ ...INFO, artifact_provides: { artifact_name: "a\nb" } }) },
  ],
  [
    "depends that are numbers",
    "ARTIFACT_HEADER_INVALID",
    { headerInfo: json({ ...INFO, artifact_depends: { a: 1 } }) },
  ],
  ["type-info that is no JSON", "ARTIFACT_HEADER_INVALID", { typeInfo: "rtos" }],
  ["another type", "ARTIFACT_HEADER_INVALID", { typeInfo: json({ type: "gateway" }) }],
  [
    "provides that are lists",
    "ARTIFACT_HEADER_INVALID",
    { typeInfo: json({ type: "rtos", artifact_provides: { a: ["b"] } }) },
  ],
  [
    "a provide of two lines",
    "ARTIFACT_HEADER_INVALID",
    { typeInfo: json({ type: "rtos", artifact_provides: { "a\nb": "c" } }) },
  ],
  [
    "clears that are a string",
    "ARTIFACT_HEADER_INVALID",
    { typeInfo: json({ type: "rtos", clears_artifact_provides: "a" }) },
  ],
];

/** The members of the payload's tar where they are not those that the manifest lists. */
const holding = (files: Forged["files"]): Partial<Forged> => ({
  pack: { header: gzipSync, data: () => gzipSync(tar(files)) },
});

const one = entry("one", "first file");
const two = entry("two", "");
const packed = (data: (tar: Buffer) => Buffer): Partial<Forged> => ({ pack: { header: gzipSync, data } });

const PAYLOAD: readonly Case[] = [
  ["a file too many", "ARTIFACT_MEMBER_UNLISTED", holding([one, two, entry("three", "x")])],
  ["a file too few", "ARTIFACT_MEMBER_MISSING", holding([one])],
  ["a file twice", "ARTIFACT_MEMBER_DUPLICATE", holding([one, one, two])],
  ["other content", "ARTIFACT_CHECKSUM_MISMATCH", holding([entry("one", "First file"), two])],
  ["content where there was none", "ARTIFACT_CHECKSUM_MISMATCH", holding([one, entry("two", "x")])],
  ["a link", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "2", linkName: "/etc/passwd" })])],
  ["a hard link", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "1", linkName: "one" })])],
  ["a device", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "3" })])],
  ["a named pipe", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "6" })])],
  ["a directory", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "5" })])],
  ["a sparse file", "ARTIFACT_MEMBER_TYPE", holding([one, entry("two", "", { type: "S" })])],
  ["a path upwards", "ARTIFACT_MEMBER_NAME", holding([one, entry("../two", "")])],
  ["a path downwards", "ARTIFACT_MEMBER_NAME", holding([one, entry("sub/two", "")])],
  ["an absolute path", "ARTIFACT_MEMBER_NAME", holding([one, entry("/etc/two", "")])],
  ["the folder itself", "ARTIFACT_MEMBER_NAME", holding([one, entry(".", "")])],
  ["the folder above", "ARTIFACT_MEMBER_NAME", holding([one, entry("..", "")])],
  ["a slash at the end", "ARTIFACT_MEMBER_NAME", holding([one, entry("two/", "")])],
  ["no name", "ARTIFACT_MEMBER_NAME", holding([one, entry("", "x")])],
  ["a name of two lines", "ARTIFACT_MEMBER_NAME", holding([one, entry("two\nthree", "")])],
  [
    "a NUL in a name",
    "ARTIFACT_MEMBER_NAME",
    holding([one, entry("x", paxRecord("path", "two\0x"), { type: "x" }), two]),
  ],
  [
    "a name of 300 bytes",
    "ARTIFACT_MEMBER_NAME",
    holding([entry("x", paxRecord("path", "n".repeat(300)), { type: "x" }), one]),
  ],
  ["a size beyond the archive", "ARTIFACT_TRUNCATED", holding([one, entry("two", "", { sizeBytes: 10_000 })])],
  ["a payload that is no gzip", "ARTIFACT_DAMAGED", packed((right) => right)],
  ["a payload that is no tar", "ARTIFACT_NOT_TAR", packed(() => gzipSync(Buffer.alloc(2048, "x")))],
  ["no bytes at all", "ARTIFACT_TRUNCATED", packed(() => Buffer.alloc(0))],
  [
    "a second gzip member",
    "ARTIFACT_TRAILING_DATA",
    packed((right) => Buffer.concat([gzipSync(right), gzipSync("x")])),
  ],
  [
    "an empty gzip member first",
    "ARTIFACT_TRAILING_DATA",
    packed((right) => Buffer.concat([gzipSync(""), gzipSync(right)])),
  ],
  [
    "zeros behind the gzip",
    "ARTIFACT_TRAILING_DATA",
    packed((right) => Buffer.concat([gzipSync(right), Buffer.alloc(9)])),
  ],
  [
    "one byte behind the gzip",
    "ARTIFACT_TRAILING_DATA",
    packed((right) => Buffer.concat([gzipSync(right), Buffer.from("x")])),
  ],
  ["a gzip without its trailer", "ARTIFACT_TRUNCATED", packed((right) => gzipSync(right).subarray(0, -8))],
  ["half a gzip trailer", "ARTIFACT_TRUNCATED", packed((right) => gzipSync(right).subarray(0, -3))],
  ["a wrong gzip checksum", "ARTIFACT_DAMAGED", packed((right) => flipped(gzipSync(right), -8))],
  ["a wrong gzip length", "ARTIFACT_DAMAGED", packed((right) => flipped(gzipSync(right), -4))],
  [
    "a gzip header without end",
    "ARTIFACT_DAMAGED",
    packed(() => Buffer.concat([Buffer.from([31, 139, 8, 8]), Buffer.alloc(70_000, "n")])),
  ],
  [
    "text behind the payload's end",
    "ARTIFACT_TRAILING_DATA",
    packed((right) => gzipSync(Buffer.concat([right, Buffer.from("x")]))),
  ],
];

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? bytes.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 0xff;
  return copy;
}

describe.each([
  ["the artifact", OUTER],
  ["its manifest", MANIFEST],
  ["its header", HEADER],
  ["its header's fields", FIELDS],
  ["its payload", PAYLOAD],
])("%s", (_, cases) => {
  test.each(cases)("%s: %s", async (_name, code, wrong) => {
    const bytes = Buffer.isBuffer(wrong) ? wrong : forge(wrong);
    expect(await verdictOn(bytes)).toBe(code);
    expect(await verdictOn(bytes, 2 ** 20)).toBe(code);
  });
});

test("the forged artifact is right where nothing is wrong", async () => {
  expect(await contentsOf(forge())).toEqual({ one: "first file", two: "" });
});

test("a gzip header may have every optional field", async () => {
  const data = (right: Buffer) => {
    const plain = gzipSync(right);
    const fields = Buffer.concat([Buffer.from([2, 0, 7, 7]), Buffer.from("name\0comment\0"), Buffer.from([9, 9])]);
    const flags = Buffer.from([31, 139, 8, 2 + 4 + 8 + 16]);
    return Buffer.concat([flags, plain.subarray(4, 10), fields, plain.subarray(10)]);
  };
  for (const pieceBytes of [1, 3, 10_000]) {
    expect(await contentsOf(forge(packed(data)), pieceBytes)).toEqual({ one: "first file", two: "" });
  }
});
