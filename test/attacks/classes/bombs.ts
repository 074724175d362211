// A few bytes that unpack to a gibibyte.

import type { ErrorCode } from "../../../src/base/index.js";
import { forge, tar } from "../../artifacts/forge.js";
import { GIBIBYTE, gzipBomb, xzBomb, zstdBomb } from "../support/bombs.js";
import { entry, type Level, withPart } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

const NOTHING = Buffer.alloc(0);
type Pack = (start: Buffer) => Buffer;

/** The header block of a member that is said to have a gibibyte. */
const huge = (name: string): Buffer => tar([entry(name, "", { sizeBytes: GIBIBYTE })], NOTHING);

function rows(pack: Pack, suffix: string): readonly Row[] {
  const inHeader = (start: (right: Buffer) => Buffer) => () =>
    forge({
      headerName: `header.tar${suffix}`,
      pack: { header: (right) => pack(start(right)), data: (right) => right },
      dataName: "data/0000.tar",
    });
  const inPayload = (start: (right: Buffer) => Buffer) => () =>
    forge({
      headerName: "header.tar",
      pack: { header: (right) => right, data: (right) => pack(start(right)) },
      dataName: `data/0000.tar${suffix}`,
    });
  const whole = (right: Buffer) => right;
  const tooLarge: ErrorCode = "ARTIFACT_MEMBER_TOO_LARGE";
  return [
    ["zeros behind the header", tooLarge, inHeader(whole)],
    ["a header of zeros", tooLarge, inHeader(() => NOTHING)],
    ["header-info", tooLarge, inHeader(() => huge("header-info"))],
    [
      "meta-data",
      tooLarge,
      inHeader((right) => Buffer.concat([right.subarray(0, -1024), huge("headers/0000/meta-data")])),
    ],
    [
      "an extended header in the header",
      tooLarge,
      inHeader(() => tar([entry("p", "", { type: "x", sizeBytes: GIBIBYTE })], NOTHING)),
    ],
    ["zeros behind the payload", tooLarge, inPayload(whole)],
    ["a payload of zeros", tooLarge, inPayload(() => NOTHING)],
    ["an unlisted file", "ARTIFACT_MEMBER_UNLISTED", inPayload(() => huge("three"))],
    [
      "an extended header in the payload",
      tooLarge,
      inPayload(() => tar([entry("p", "", { type: "L", sizeBytes: GIBIBYTE })], NOTHING)),
    ],
  ];
}

const augmented = (level: Level, pack: Pack): Row => [
  "zeros behind the augment's header",
  "ARTIFACT_MEMBER_TOO_LARGE",
  () => withPart(level, pack),
];

export const gzipBombs = attackClass("gzip bombs", [...rows(gzipBomb, ".gz"), augmented("augment", gzipBomb)]);
export const xzBombs = attackClass("xz bombs", rows(xzBomb, ".xz"), "xz");
export const zstdBombs = attackClass("zstd bombs", rows(zstdBomb, ".zst"), "zstd");

/** A file that is listed, and as large as it says: all of it is read before it can be called wrong. */
export const listedGibibyte = (): Buffer => withPart("payload", () => gzipBomb(huge("one")));

export const windows = attackClass(
  "compressed data that asks for memory",
  [
    [
      "zstd, in the header",
      "ARTIFACT_MEMBER_TOO_LARGE",
      () =>
        forge({
          headerName: "header.tar.zst",
          pack: { header: () => zstdWindow(), data: (right) => right },
          dataName: "data/0000.tar",
        }),
    ],
    [
      "zstd, in the payload",
      "ARTIFACT_MEMBER_TOO_LARGE",
      () =>
        forge({
          headerName: "header.tar",
          pack: { header: (right) => right, data: () => zstdWindow() },
          dataName: "data/0000.tar.zst",
        }),
    ],
    [
      "zstd, all at once",
      "ARTIFACT_MEMBER_TOO_LARGE",
      () =>
        forge({
          headerName: "header.tar",
          pack: { header: (right) => right, data: () => zstdWhole() },
          dataName: "data/0000.tar.zst",
        }),
    ],
  ],
  "zstd",
);

/** 2^41 bytes, which is the most that can be said. */
function zstdWindow(): Buffer {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0]);
}

/** One segment, as large as its content: 2^40 bytes. */
function zstdWhole(): Buffer {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
}
