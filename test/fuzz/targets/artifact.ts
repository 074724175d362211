// The reader of artifacts. An input is refused by name, or what was delivered is what the artifact lists, under names that are
// safe; and whether it is taken does not depend on the pieces in which the bytes come.

import { gzipSync } from "node:zlib";
import { readArtifact } from "../../../src/artifacts/index.js";
import { OrchestratorError } from "../../../src/base/index.js";
import { entry, type Forged, forge, paxRecord, sha256, streamOf, tar } from "../../artifacts/forge.js";
import { mutate, type Words } from "../mutate.js";
import { oddJson } from "../odd-json.js";
import type { Random } from "../random.js";
import type { Target } from "../target.js";

const TAR_WORDS: Words = [
  ...[
    "version",
    "manifest",
    "manifest.sig",
    "manifest-augment",
    "header.tar",
    "header.tar.gz",
    "header-augment.tar.gz",
  ],
  ...([
    "data/0000.tar",
    "data/0000.tar.gz",
    "data/0001.tar",
    "header-info",
    "headers/0000/type-info",
    "scripts/",
  ] as const),
  ...[
    "ustar\0" + "00",
    "ustar  \0",
    "../",
    "/",
    "\0",
    "x",
    "g",
    "L",
    "K",
    "2",
    "5",
    "path=one\n",
    "size=",
    "12 path=one\n",
  ],
  ...["-0000000001\0", "77777777777\0", "00000000000\0", Buffer.from([0x80, 0, 0, 0, 1]), Buffer.alloc(12, 0xff)],
  ...[Buffer.alloc(512), Buffer.alloc(1024), Buffer.from([0x1f, 0x8b, 8, 0]), tar([entry("one", "x")])],
  tar([entry("p", paxRecord("size", "1"), { type: "x" })], Buffer.alloc(0)),
];

const TEXT_WORDS: Words = [
  ...([
    "null",
    "{}",
    "[]",
    "1",
    "true",
    '""',
    '"a\\u0000b"',
    "[[",
    "{",
    "}",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "\n",
    "\0",
  ] as const),
  ...['"type"', '"payloads"', '"artifact_provides"', '"artifact_depends"', '"artifact_name"', '"__proto__"', "1e999"],
  ...["data/0000/one", "data/0000/../x", "  ", `${sha256("")}  data/0000/`, "header.tar.gz", "version", "\ufeff"],
  ...[Buffer.from([0xff]), "{".repeat(50), "é", "e\u0301"],
];

const FILES = [entry("one", "first file"), entry("two", "x".repeat(600)), entry("three")];
/** The same files, behind extended headers. */
const EXTENDED = tar([
  entry("p", paxRecord("mtime", "1.5") + paxRecord("path", "one"), { type: "x" }),
  entry("short", "first file"),
  ...[entry("l", "two\0", { type: "L" }), entry("short", "x".repeat(600)), entry("three")],
]);
const INFO = {
  payloads: [{ type: "rtos" }],
  artifact_provides: { artifact_name: "n", artifact_group: "g" },
  artifact_depends: { device_type: ["rtos"], a: ["b"] },
};
const TYPE = {
  type: "rtos",
  artifact_provides: { v: "1" },
  artifact_depends: { a: ["b", "c"] },
  clears_artifact_provides: ["v.*"],
};
const PLAIN: Partial<Forged> = {
  headerName: "header.tar",
  dataName: "data/0000.tar",
  pack: { header: (all) => all, data: (all) => all },
};

function make(random: Random): Buffer {
  const at = (bytes: Buffer): Buffer => mutate(bytes, random, TAR_WORDS);
  const text = (value: object): string =>
    random.once(2) ? oddJson(value, random) : mutate(Buffer.from(JSON.stringify(value)), random, TEXT_WORDS).toString();
  const base: Partial<Forged> = { files: FILES, ...(random.once(2) && PLAIN) };
  const pack = base.pack ?? { header: gzipSync, data: gzipSync };
  switch (random.below(9)) {
    case 0:
      return at(forge(base));
    case 1:
      return forge({ ...base, headerInfo: text(INFO) });
    case 2:
      return forge({ ...base, typeInfo: text(TYPE), headerInfo: JSON.stringify(INFO) });
    case 3:
      return forge({ ...base, pack: { ...pack, header: (all) => pack.header(at(all)) } });
    case 4:
      return forge({ ...base, pack: { ...pack, data: (all) => pack.data(at(random.once(2) ? all : EXTENDED)) } });
    case 5:
      return forge({ ...base, pack: { ...pack, header: (all) => at(pack.header(all)) } });
    case 6:
      return forge({ ...base, pack: { ...pack, data: (all) => at(pack.data(all)) } });
    case 7:
      return forge({
        ...base,
        members: (all) => all.with(1, { ...entry("manifest"), ...mutatedText(all[1]?.content, random) }),
      });
    default:
      return forge({ ...base, members: (all) => augmented(all, text({ payloads: [{ type: "other" }] }), text(TYPE)) });
  }
}

function mutatedText(content: string | Buffer = "", random: Random) {
  return { content: mutate(Buffer.from(content), random, TEXT_WORDS) };
}

function augmented(all: Parameters<Forged["members"]>[0], headerInfo: string, typeInfo: string) {
  const header = tar([entry("header-info", headerInfo), entry("headers/0000/type-info", typeInfo)]);
  const manifest = entry("manifest-augment", `${sha256(header)}  header-augment.tar\n`);
  return all.toSpliced(3, 0, entry("header-augment.tar", header)).toSpliced(2, 0, manifest);
}

async function judge(input: Buffer): Promise<string | undefined> {
  const [whole, pieces] = [await outcomeOf(input, 2 ** 16), await outcomeOf(input, 509)];
  if (whole !== pieces && !(isRefusal(whole) && isRefusal(pieces))) return `in one piece: ${whole}; in many: ${pieces}`;
  return whole.startsWith("WRONG") ? whole : undefined;
}

/** Of two faults in one artifact, at two levels, either may show first. */
function isRefusal(outcome: string): boolean {
  return outcome.startsWith("ARTIFACT_");
}

/** A code, `read` with what was read, or `WRONG` with what should not have been. */
async function outcomeOf(input: Buffer, pieceBytes: number): Promise<string> {
  try {
    const { header, files } = await readArtifact(streamOf(input, pieceBytes));
    const found: string[] = [];
    for await (const { name, content } of files()) {
      const digest = sha256(Buffer.concat(await content.toArray()));
      if (digest !== header.checksums[`data/0000/${name}`])
        return `WRONG: ${JSON.stringify(name)} is not what is listed`;
      if (/[/\0]/.test(name) || name === "..") return `WRONG: a file is called ${JSON.stringify(name)}`;
      found.push(name);
    }
    const listed = Object.keys(header.checksums).filter((path) => path.startsWith("data/0000/"));
    return listed.length === found.length ? `read ${found.join()}` : `WRONG: ${listed} are listed, ${found} are there`;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown.code;
    throw thrown;
  }
}

export const artifact: Target = { name: "artifact", make, judge };
