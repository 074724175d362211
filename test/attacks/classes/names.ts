// Members whose names lead out of wherever an archive is unpacked to. Nothing is unpacked by name here, but whoever gets the
// files may do so.

import { forge, paxRecord, sha256 } from "../../artifacts/forge.js";
import { added, type Entry, entry, withMembers } from "../support/levels.js";
import { attackClass } from "../support/vectors.js";

const payload = (...extra: readonly Entry[]) => withMembers("payload", added(...extra));
const listed = (path: string) => forge({ lines: (right) => [...right, `${sha256("")}  ${path}`] });

export const upwards = attackClass("names with ..", [
  ["of the artifact", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("artifact", added(entry("../version", "x")))],
  ["its first", "ARTIFACT_FORMAT_UNSUPPORTED", () => withMembers("artifact", (all) => [entry("../version"), ...all])],
  [
    "of the artifact, behind a right beginning",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("artifact", (all) => [...all, entry("data/0000.tar.gz/../../x", "x")]),
  ],
  ["of the header", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("header", added(entry("../type-info", "x")))],
  ["a script", "ARTIFACT_MEMBER_NAME", () => withMembers("header", added(entry("scripts/../../x", "x")))],
  ["of the augment", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("augment", added(entry("headers/0000/../x", "")))],
  ["of the payload", "ARTIFACT_MEMBER_NAME", () => payload(entry("../one", "x"))],
  ["in the middle", "ARTIFACT_MEMBER_NAME", () => payload(entry("a/../one", "x"))],
  ["alone", "ARTIFACT_MEMBER_NAME", () => payload(entry("..", "x"))],
  [
    "in the prefix of a name",
    "ARTIFACT_MEMBER_NAME",
    () => payload(entry("one", "x", { raw: { 345: Buffer.from("../..") } })),
  ],
  [
    "in PAX",
    "ARTIFACT_MEMBER_NAME",
    () => payload(entry("p", paxRecord("path", "../one"), { type: "x" }), entry("one")),
  ],
  ["in GNU's long name", "ARTIFACT_MEMBER_NAME", () => payload(entry("l", "../one\0", { type: "L" }), entry("one"))],
  ["in the manifest", "ARTIFACT_MEMBER_NAME", () => listed("data/0000/../../x")],
  ["in the manifest, alone", "ARTIFACT_MEMBER_NAME", () => listed("data/0000/..")],
]);

export const absolute = attackClass("absolute names", [
  ["of the artifact", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("artifact", added(entry("/etc/passwd", "x")))],
  ["of the header", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("header", added(entry("/scripts/x", "x")))],
  ["a script", "ARTIFACT_MEMBER_NAME", () => withMembers("header", added(entry("scripts//bin/sh", "x")))],
  ["of the augment", "ARTIFACT_MEMBER_UNEXPECTED", () => withMembers("augment", added(entry("/header-info", "x")))],
  ["of the payload", "ARTIFACT_MEMBER_NAME", () => payload(entry("/one", "x"))],
  ["in the prefix", "ARTIFACT_MEMBER_NAME", () => payload(entry("passwd", "x", { raw: { 345: "/etc" } }))],
  [
    "in PAX",
    "ARTIFACT_MEMBER_NAME",
    () => payload(entry("p", paxRecord("path", "/etc/x"), { type: "x" }), entry("one")),
  ],
  ["in the manifest", "ARTIFACT_MEMBER_NAME", () => listed("data/0000//etc/passwd")],
  ["in the manifest, of no part", "ARTIFACT_MEMBER_UNEXPECTED", () => listed("/etc/passwd")],
]);

export const unreadable = attackClass("names that are no text, or of several lines", [
  [
    "not UTF-8, of the artifact",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("artifact", added(invalid("version"))),
  ],
  [
    "not UTF-8, of the header",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("header", added(invalid("header-info"))),
  ],
  ["not UTF-8, a script", "ARTIFACT_MEMBER_NAME", () => withMembers("header", added(invalid("scripts/one")))],
  [
    "not UTF-8, of the augment",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("augment", added(invalid("header-info"))),
  ],
  ["not UTF-8, of the payload", "ARTIFACT_MEMBER_NAME", () => payload(invalid("one"))],
  [
    "too long a way to write a slash",
    "ARTIFACT_MEMBER_NAME",
    () => payload(entry("", "", { raw: { 0: Buffer.from([0x61, 0xc0, 0xaf, 0x62]) } })),
  ],
  ["a line feed", "ARTIFACT_MEMBER_NAME", () => payload(entry("one\ntwo", "x"))],
  ["a terminal's escape", "ARTIFACT_MEMBER_NAME", () => payload(entry("\u001b[2Jone", "x"))],
  [
    "not UTF-8, in the manifest",
    "ARTIFACT_MANIFEST_INVALID",
    () =>
      withMembers("artifact", ([version, , ...rest]) => [
        ...(version ? [version] : []),
        entry("manifest", Buffer.from(`${sha256("")}  data/0000/\xff\n`, "latin1")),
        ...rest,
      ]),
  ],
]);

function invalid(name: string) {
  return entry("", "", { raw: { 0: Buffer.concat([Buffer.from(name), Buffer.from([0xff, 0xfe])]) } });
}
