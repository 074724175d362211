// Sizes that are negative, beyond any number, no number, or not the truth.

import type { ErrorCode } from "../../../src/base/index.js";
import { paxRecord } from "../../artifacts/forge.js";
import { added, entry, type Level, withMembers } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

const LEVELS: readonly (readonly [Level, string])[] = [
  ["artifact", "manifest.sig"],
  ["header", "scripts/a"],
  ["augment", "headers/0000/meta-data"],
  ["payload", "one"],
];

/** The size field of a member at each level, as it stands in the tar. */
function fields(code: ErrorCode, what: string, field: string | Buffer): readonly Row[] {
  return LEVELS.map(([level, name]): Row => {
    const member = entry(name, "", { raw: { 124: field } });
    return [
      `${what}, of the ${level}`,
      code,
      () => withMembers(level, level === "payload" ? () => [member] : added(member)),
    ];
  });
}

/** A size in PAX records for a member at each level. */
function records(what: string, size: string): readonly Row[] {
  return LEVELS.map(([level, name]): Row => {
    const members = [entry("p", paxRecord("size", size), { type: "x" }), entry(name)];
    return [
      `${what} in PAX, of the ${level}`,
      "ARTIFACT_DAMAGED",
      () => withMembers(level, level === "payload" ? () => members : added(...members)),
    ];
  });
}

const binary = (...bytes: readonly number[]) => Buffer.from([...bytes, ...Array(12).fill(0)].slice(0, 12));

export const negative = attackClass("negative sizes", [
  ...fields("ARTIFACT_DAMAGED", "octal", "-0000001000\0"),
  ...fields("ARTIFACT_DAMAGED", "binary", Buffer.alloc(12, 0xff)),
  ...fields("ARTIFACT_DAMAGED", "binary, the lowest", binary(0xff)),
  ...records("minus one", "-1"),
  ...records("minus nothing", "-0"),
]);

export const overflowing = attackClass("sizes beyond any number", [
  ...fields("ARTIFACT_DAMAGED", "binary, 2^88", binary(0x80, 1)),
  ...fields("ARTIFACT_DAMAGED", "binary, 2^53", Buffer.from([0x80, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0])),
  ...fields("ARTIFACT_DAMAGED", "with bits in the first byte", binary(0xc0, 1)),
  ...records("2^64", "18446744073709551616"),
  ...records("more digits than a number has", "9".repeat(400)),
]);

export const noNumbers = attackClass("sizes that are no numbers", [
  ...fields("ARTIFACT_DAMAGED", "text", "size-of-file"),
  ...fields("ARTIFACT_DAMAGED", "nothing", Buffer.alloc(12)),
  ...fields("ARTIFACT_DAMAGED", "digits that octal has not", "00000000008\0"),
  ...fields("ARTIFACT_DAMAGED", "digits behind the end", "0000\x001000\0"),
  ...records("text", "NaN"),
  ...records("hexadecimal", "0x200"),
  ...records("a power", "1e3"),
  ...records("nothing", ""),
]);

const right = (level: Level, index: number, sizeBytes: number) =>
  withMembers(level, (all) => all.map((member, at) => (at === index ? { ...member, sizeBytes } : member)));

export const lies = attackClass("sizes that are not the truth", [
  ["the manifest is said to be longer", "ARTIFACT_MANIFEST_INVALID", () => right("artifact", 1, 1024)],
  ["the manifest is said to be shorter", "ARTIFACT_MANIFEST_INVALID", () => right("artifact", 1, 100)],
  ["the header is said to be huge", "ARTIFACT_MEMBER_TOO_LARGE", () => right("artifact", 2, 2 ** 33 - 1)],
  ["the header is said to be empty", "ARTIFACT_CHECKSUM_MISMATCH", () => right("artifact", 2, 0)],
  ["the payload is said to be endless", "ARTIFACT_TRAILING_DATA", () => right("artifact", 3, 2 ** 33 - 1)],
  ["the payload is said to be empty", "ARTIFACT_TRUNCATED", () => right("artifact", 3, 0)],
  ["header-info is said to be shorter", "ARTIFACT_DAMAGED", () => right("header", 0, 20)],
  ["header-info is said to be huge", "ARTIFACT_MEMBER_TOO_LARGE", () => right("header", 0, 2 ** 33 - 1)],
  [
    "header-info of the augment is said to be huge",
    "ARTIFACT_MEMBER_TOO_LARGE",
    () => right("augment", 0, 2 ** 33 - 1),
  ],
  ["a file is said to be longer", "ARTIFACT_CHECKSUM_MISMATCH", () => right("payload", 0, 11)],
  ["a file is said to be shorter", "ARTIFACT_CHECKSUM_MISMATCH", () => right("payload", 0, 9)],
  ["a file is said to be longer than the payload", "ARTIFACT_TRUNCATED", () => right("payload", 0, 2 ** 33 - 1)],
  [
    "an extended header is said to be longer than it is",
    "ARTIFACT_DAMAGED",
    () => withMembers("payload", added(entry("p", paxRecord("comment", "x"), { type: "x", sizeBytes: 500 }))),
  ],
]);

export const times = attackClass("times that no calendar has", [
  ...LEVELS.map(([level, name]): Row => {
    const member = entry(name, "first file", { raw: { 136: binary(0x80, 1) } });
    return [
      `of the ${level}`,
      "ARTIFACT_DAMAGED",
      () => withMembers(level, level === "payload" ? () => [member, entry("two")] : added(member)),
    ];
  }),
]);
