// Extended headers of tars: records that readers understand differently, or that never end.

import type { ErrorCode } from "../../../src/base/index.js";
import { paxRecord } from "../../artifacts/forge.js";
import { added, type Entry, entry, type Level, withMembers } from "../support/levels.js";
import { attackClass, type Row } from "../support/vectors.js";

const LEVELS: readonly Level[] = ["artifact", "header", "augment", "payload"];

function everywhere(what: string, code: ErrorCode, ...members: readonly Entry[]): readonly Row[] {
  return LEVELS.map((level): Row => [`${what}, in the ${level}`, code, () => withMembers(level, added(...members))]);
}

const pax = (content: string | Buffer, type = "x") => entry("PaxHeaders/one", content, { type });
const MIB = 2 ** 20;

export const records = attackClass("PAX records that are none", [
  ...everywhere("no length", "ARTIFACT_DAMAGED", pax("path=one\n")),
  ...everywhere("a length of none", "ARTIFACT_DAMAGED", pax("0 path=one\n")),
  ...everywhere("a negative length", "ARTIFACT_DAMAGED", pax("-5 path=one\n")),
  ...everywhere("a length in hexadecimal", "ARTIFACT_DAMAGED", pax("0xc path=one\n")),
  ...everywhere("a length beyond the header", "ARTIFACT_DAMAGED", pax("999 path=one\n")),
  ...everywhere("a length beyond any number", "ARTIFACT_DAMAGED", pax(`${"9".repeat(300)} path=one\n`)),
  ...everywhere("a length that is too short", "ARTIFACT_DAMAGED", pax("11 path=one\n")),
  ...everywhere("no equals sign", "ARTIFACT_DAMAGED", pax("9 pathone\n")),
  ...everywhere("zeros behind the records", "ARTIFACT_DAMAGED", pax(`${paxRecord("path", "one")}\0\0`)),
  ...everywhere("no records", "ARTIFACT_DAMAGED", pax("")),
  ...everywhere("one key twice", "ARTIFACT_DAMAGED", pax(paxRecord("path", "one") + paxRecord("path", "two"))),
  ...everywhere("two headers", "ARTIFACT_DAMAGED", pax(paxRecord("path", "one")), pax(paxRecord("path", "two"))),
  ...everywhere(
    "two kinds of names",
    "ARTIFACT_DAMAGED",
    pax(paxRecord("path", "one")),
    entry("l", "two\0", { type: "L" }),
  ),
  ...everywhere("one name for all", "ARTIFACT_DAMAGED", pax(paxRecord("path", "one"), "g")),
  ...everywhere("one size for all", "ARTIFACT_DAMAGED", pax(paxRecord("size", "0"), "g")),
  ...LEVELS.map((level): Row => {
    const member = pax(paxRecord("comment", "x"));
    return [
      `one of nothing, in the ${level}`,
      level === "artifact" ? "ARTIFACT_TRAILING_DATA" : "ARTIFACT_DAMAGED",
      () => withMembers(level, (all) => [...all, member]),
    ];
  }),
  ...everywhere("a file with holes", "ARTIFACT_MEMBER_TYPE", pax(paxRecord("GNU.sparse.major", "1"))),
]);

const named = (name: string) => [pax(paxRecord("path", name)), entry("one", "first file")] as const;

export const names = attackClass("NUL, numbers and too much in names that PAX gives", [
  [
    "NUL, in the artifact",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("artifact", added(...named("manifest\0.sig"))),
  ],
  ["NUL, in the header", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("header", added(...named("header-info\0")))],
  ["NUL, of a script", "ARTIFACT_MEMBER_NAME", () => withMembers("header", added(...named("scripts/a\0b")))],
  ["NUL, in the augment", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("augment", added(...named("header-info\0")))],
  ["NUL, in the payload", "ARTIFACT_MEMBER_NAME", () => withMembers("payload", added(...named("one\0.sh")))],
  ["NUL first", "ARTIFACT_MEMBER_NAME", () => withMembers("payload", added(...named("\0one")))],
  ["a number, in the payload", "ARTIFACT_MEMBER_UNLISTED", () => withMembers("payload", added(...named("0")))],
  ["a number, in the artifact", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("artifact", added(...named("0000")))],
  ["a number, in the header", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("header", added(...named("1")))],
  ["a number, in the augment", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("augment", added(...named("1")))],
  ["a minus", "ARTIFACT_MEMBER_UNLISTED", () => withMembers("payload", added(...named("-1")))],
  ["300 bytes", "ARTIFACT_MEMBER_NAME", () => withMembers("payload", added(...named("n".repeat(300))))],
  [
    "300 bytes of GNU's",
    "ARTIFACT_MEMBER_NAME",
    () => withMembers("payload", added(entry("l", `${"n".repeat(300)}\0`, { type: "L" }), entry("one"))),
  ],
  [
    "300 bytes of a script",
    "ARTIFACT_MEMBER_NAME",
    () => withMembers("header", added(...named(`scripts/${"n".repeat(300)}`))),
  ],
]);

export const endless = attackClass("extended headers without end", [
  ...everywhere(
    "one of a gigabyte, by its size",
    "ARTIFACT_MEMBER_TOO_LARGE",
    entry("p", "", { type: "x", sizeBytes: 2 ** 30 }),
  ),
  ...everywhere("one of a mebibyte", "ARTIFACT_MEMBER_TOO_LARGE", pax(paxRecord("comment", "c".repeat(MIB)))),
  ...everywhere("a name of a mebibyte", "ARTIFACT_MEMBER_TOO_LARGE", entry("l", `${"n".repeat(MIB)}\0`, { type: "L" })),
  ...everywhere(
    "the name of a link, of a mebibyte",
    "ARTIFACT_MEMBER_TOO_LARGE",
    entry("k", `${"n".repeat(MIB)}\0`, { type: "K" }),
  ),
  ...everywhere(
    "one after the other",
    "ARTIFACT_MEMBER_TOO_LARGE",
    ...Array(400).fill(pax(paxRecord("comment", "c".repeat(400)), "g")),
  ),
]);
