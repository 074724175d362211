// One bit in every region of an artifact: each field of each tar header, the beginning, the middle and the end of each content,
// what fills its last block, and both blocks of each end.

import { gzipSync } from "node:zlib";
import type { ErrorCode } from "../../../src/base/index.js";
import { forge } from "../../artifacts/forge.js";
import { type Level, withPart } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

interface Region {
  readonly name: string;
  readonly at: number;
  readonly member: string;
  readonly part: "first header" | "header" | "content" | "filler" | "end" | "second end";
}

const FIELDS: readonly (readonly [string, number])[] = [
  ...([
    ["name", 0],
    ["mode", 103],
    ["owner", 110],
    ["group", 118],
    ["size", 134],
    ["time", 146],
    ["sum", 150],
  ] as const),
  ...([
    ["type", 156],
    ["link", 157],
    ["magic", 257],
    ["version", 263],
    ["user", 265],
    ["device", 329],
    ["prefix", 345],
  ] as const),
];

function regionsOf(tar: Buffer): readonly Region[] {
  const regions: Region[] = [];
  let at = 0;
  while (tar[at] !== 0) {
    const member = tar.toString("latin1", at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
    const [start, header, end] = [at + 512, at, at + 512 + size];
    const part = header === 0 ? "first header" : "header";
    regions.push(
      ...FIELDS.map(
        ([field, offset]): Region => ({ name: `${field} of ${member}`, at: header + offset, member, part }),
      ),
    );
    const places =
      size === 0
        ? []
        : ([
            ["beginning", start],
            ["middle", start + (size >> 1)],
            ["end", end - 1],
          ] as const);
    regions.push(
      ...places.map(([name, place]): Region => ({ name: `${name} of ${member}`, at: place, member, part: "content" })),
    );
    at = Math.ceil(end / 512) * 512;
    if (at > end) regions.push({ name: `behind ${member}`, at: end, member, part: "filler" });
  }
  const ends = [0, 150, 511, 512, 662, 1023].map((offset): Region => {
    return { name: `end, ${offset}`, at: at + offset, member: "", part: offset < 512 ? "end" : "second end" };
  });
  return [...regions, ...ends];
}

type Judge = (region: Region) => ErrorCode;

function rows(
  level: string,
  tar: Buffer,
  { make, judge }: { readonly make: (tar: Buffer) => Buffer; readonly judge: Judge },
): readonly Row[] {
  return regionsOf(tar).map((region): Row => {
    const bytes = () => {
      const flipped = Buffer.from(tar);
      flipped[region.at] = (flipped[region.at] ?? 0) ^ 1;
      return make(flipped);
    };
    return [`${level}: ${region.name}`, judge(region), bytes];
  });
}

const byPart: Judge = ({ part }) => {
  if (part === "first header") return "ARTIFACT_NOT_TAR";
  if (part === "content") return "ARTIFACT_CHECKSUM_MISMATCH";
  return part === "second end" ? "ARTIFACT_TRAILING_DATA" : "ARTIFACT_DAMAGED";
};

/** Where a content is looked into before its checksum is known to be right, or has none. */
const BY_NAME: Readonly<Record<string, ErrorCode>> = {
  "beginning of version": "ARTIFACT_HEADER_INVALID",
  "middle of version": "ARTIFACT_FORMAT_UNSUPPORTED",
  "end of version": "ARTIFACT_HEADER_INVALID",
  "beginning of manifest": "ARTIFACT_CHECKSUM_MISMATCH",
  "middle of manifest": "ARTIFACT_MEMBER_UNEXPECTED",
  "end of manifest": "ARTIFACT_MEMBER_UNEXPECTED",
  "beginning of data/0000.tar": "ARTIFACT_NOT_TAR",
  "middle of data/0000.tar": "ARTIFACT_DAMAGED",
  "end of data/0000.tar": "ARTIFACT_TRAILING_DATA",
};

const ofArtifact: Judge = (region) => {
  const isBehind = region.part === "end" || region.part === "second end";
  return BY_NAME[region.name] ?? (isBehind ? "ARTIFACT_TRAILING_DATA" : byPart(region));
};

const plain = forge({
  ...{ headerName: "header.tar", dataName: "data/0000.tar" },
  pack: { header: (tar) => tar, data: (tar) => tar },
});

/** Bytes of a gzip member that say something. */
const GZIP: readonly Row[] = [0, 1, 2, -8, -5, -4, -1].map((at): Row => {
  const bytes = () =>
    withPart("payload", (tar) => {
      const gzip = gzipSync(tar);
      const index = at < 0 ? gzip.length + at : at;
      gzip[index] = (gzip[index] ?? 0) ^ 1;
      return gzip;
    });
  return [`payload: byte ${at} of gzip`, "ARTIFACT_DAMAGED", bytes];
});

function partOf(level: Level): Buffer {
  let part = Buffer.alloc(0);
  withPart(level, (tar) => {
    part = Buffer.from(tar);
    return gzipSync(tar);
  });
  return part;
}

const inPart = (level: Exclude<Level, "artifact">, judge: Judge = byPart): readonly Row[] =>
  rows(level, partOf(level), { make: (tar) => withPart(level, () => gzipSync(tar)), judge });

/** A content in these parts is another header then, and the checksums are of it. */
function isFrame([name]: Row): boolean {
  return !/: (beginning|middle|end) of /.test(name);
}

export const bits = attackClass("one bit", [
  ...rows("artifact", plain, { make: (tar) => tar, judge: ofArtifact }),
  ...inPart("header").filter(isFrame),
  ...inPart("augment").filter(isFrame),
  ...inPart("payload"),
  ...GZIP,
]);
