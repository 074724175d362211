// Artifacts that end too early, and with something behind their end.

import { gzipSync } from "node:zlib";
import { forge, tar } from "../../artifacts/forge.js";
import { entry, type Level, TAR_END, withMembers, withPart } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

const PACKED: readonly Exclude<Level, "artifact">[] = ["header", "augment", "payload"];
const BLOCK = 512;

/** Every way to end an archive at a block before its end; behind the last member there are two. */
function cut(level: Level, finish: (tar: Buffer) => Buffer): readonly Row[] {
  let whole = Buffer.alloc(0);
  withPart(level, (right) => {
    whole = Buffer.from(right);
    return finish(right);
  });
  const lengths = Array.from({ length: whole.length / BLOCK }, (_, index) => index * BLOCK);
  return lengths.map((length): Row => {
    const bytes = () => withPart(level, (right) => finish(right.subarray(0, length)));
    return [`the ${level} after ${length / BLOCK} blocks`, "ARTIFACT_TRUNCATED", bytes];
  });
}

export const truncated = attackClass("cut at a block", [
  ...cut("artifact", (bytes) => bytes),
  ...PACKED.flatMap((level) => cut(level, gzipSync)),
]);

export const cutPacked = attackClass(
  "cut in the compressed data",
  PACKED.flatMap((level): readonly Row[] =>
    [1, 9, 12, -20, -8, -1].map((length): Row => {
      const bytes = () => withPart(level, (right) => gzipSync(right).subarray(0, length));
      return [`the ${level} to ${length}`, "ARTIFACT_TRUNCATED", bytes];
    }),
  ),
);

const behind = (...more: readonly Buffer[]): Buffer => Buffer.concat([TAR_END, ...more]);
const hidden = tar([entry("hidden", "x")]);

export const trailing = attackClass("something behind the end", [
  ["a byte, of the artifact", "ARTIFACT_TRAILING_DATA", () => forge({ end: behind(Buffer.from("x")) })],
  ["a block, of the artifact", "ARTIFACT_TRAILING_DATA", () => forge({ end: behind(Buffer.alloc(BLOCK, "x")) })],
  ["a member, of the artifact", "ARTIFACT_MEMBER_UNEXPECTED", () => forge({ end: behind(hidden) })],
  ["a whole artifact", "ARTIFACT_MEMBER_DUPLICATE", () => forge({ end: behind(forge()) })],
  [
    "a member behind half an end",
    "ARTIFACT_TRAILING_DATA",
    () => forge({ end: Buffer.concat([Buffer.alloc(BLOCK), hidden]) }),
  ],
  ["zeros without end", "ARTIFACT_MEMBER_TOO_LARGE", () => forge({ end: Buffer.alloc(2 ** 20) })],
  ...PACKED.flatMap((level): readonly Row[] => [
    [
      `a byte, of the ${level}`,
      "ARTIFACT_TRAILING_DATA",
      () => withPart(level, (right) => gzipSync(Buffer.concat([right, Buffer.from("x")]))),
    ],
    [
      `a block, of the ${level}`,
      "ARTIFACT_TRAILING_DATA",
      () => withPart(level, (right) => gzipSync(Buffer.concat([right, Buffer.alloc(BLOCK, "x")]))),
    ],
    [
      `zeros without end, of the ${level}`,
      "ARTIFACT_MEMBER_TOO_LARGE",
      () => withPart(level, (right) => gzipSync(Buffer.concat([right, Buffer.alloc(2 ** 20)]))),
    ],
    [
      `in what fills a block, of the ${level}`,
      "ARTIFACT_DAMAGED",
      () => withMembers(level, ([first, ...rest]) => [...(first ? [{ ...first, filler: 0x20 }] : []), ...rest]),
    ],
  ]),
]);

export const gzipMembers = attackClass(
  "further members and bytes behind gzip",
  PACKED.flatMap((level): readonly Row[] =>
    (
      [
        ["another member", (gzip: Buffer) => [gzip, gzipSync(hidden)]],
        ["an empty member behind", (gzip: Buffer) => [gzip, gzipSync("")]],
        ["an empty member before", (gzip: Buffer) => [gzipSync(""), gzip]],
        ["zeros", (gzip: Buffer) => [gzip, Buffer.alloc(BLOCK)]],
        ["a byte", (gzip: Buffer) => [gzip, Buffer.from("x")]],
      ] as const
    ).map(([what, pieces]): Row => {
      const bytes = () => withPart(level, (right) => Buffer.concat(pieces(gzipSync(right))));
      return [`${what}, of the ${level}`, "ARTIFACT_TRAILING_DATA", bytes];
    }),
  ),
);
