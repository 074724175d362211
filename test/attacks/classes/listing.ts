// Members that stand twice, too early, unlisted, or not at all.

import { gzipSync } from "node:zlib";
import { forge, sha256, tar } from "../../artifacts/forge.js";
import { added, type Entry, entry, FILES, withMembers } from "../support/levels.js";
import { attackClass } from "../support/vectors.js";

const payload = (...extra: readonly Entry[]) => withMembers("payload", added(...extra));
const again = (index: number) => (all: readonly Entry[]) => all.toSpliced(index, 0, ...all.slice(index, index + 1));
const line = (path: string) => `${sha256("")}  ${path}`;

export const duplicates = attackClass("members twice", [
  ["of the artifact", "ARTIFACT_MEMBER_DUPLICATE", () => withMembers("artifact", again(1))],
  ["the payload of the artifact", "ARTIFACT_MEMBER_DUPLICATE", () => withMembers("artifact", again(3))],
  [
    "packed in two ways",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => withMembers("artifact", (all) => all.toSpliced(3, 0, entry("header.tar", "x"))),
  ],
  ["of the header", "ARTIFACT_MEMBER_DUPLICATE", () => withMembers("header", again(0))],
  ["of the augment", "ARTIFACT_MEMBER_DUPLICATE", () => withMembers("augment", again(1))],
  ["of the payload", "ARTIFACT_MEMBER_DUPLICATE", () => withMembers("payload", again(0))],
  [
    "of the payload, with other content",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => withMembers("payload", (all) => [...all, entry("one", "other")]),
  ],
  ["in the manifest", "ARTIFACT_MEMBER_DUPLICATE", () => forge({ lines: (all) => [...all, ...all.slice(0, 1)] })],
  [
    "in manifest and augment",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => forge({ members: (all) => all.toSpliced(2, 0, entry("manifest-augment", `${line("data/0000/one")}\n`)) }),
  ],
]);

export const twins = attackClass("names that are one to some file systems", [
  ["by case", "ARTIFACT_MEMBER_DUPLICATE", () => forge({ files: [entry("one", "1"), entry("ONE", "2")] })],
  [
    "by an accent",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => forge({ lines: (all) => [...all, line("data/0000/\u00e9"), line("data/0000/e\u0301")] }),
  ],
  [
    "of scripts",
    "ARTIFACT_MEMBER_DUPLICATE",
    () => withMembers("header", added(entry("scripts/a", "1"), entry("scripts/A", "2"))),
  ],
  ["by case, in the payload alone", "ARTIFACT_MEMBER_UNLISTED", () => payload(entry("ONE", "x"))],
  [
    "by case, of the artifact",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("artifact", added(entry("VERSION", "x"))),
  ],
  [
    "by case, of the header",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("header", added(entry("Header-Info", "{}"))),
  ],
  [
    "by case, of the augment",
    "ARTIFACT_MEMBER_UNEXPECTED",
    () => withMembers("augment", added(entry("HEADER-INFO", "{}"))),
  ],
]);

export const misordered = attackClass("members before what tells whether they are right", [
  [
    "the payload before the header",
    "ARTIFACT_MEMBER_MISORDERED",
    () =>
      withMembers("artifact", ([version, manifest, header, ...data]) => present(version, manifest, ...data, header)),
  ],
  [
    "the payload first of all",
    "ARTIFACT_MEMBER_MISORDERED",
    () => withMembers("artifact", (all) => [...all.slice(3), ...all.slice(0, 3)]),
  ],
  [
    "the header before the manifest",
    "ARTIFACT_MEMBER_MISORDERED",
    () =>
      withMembers("artifact", ([version, manifest, ...rest]) =>
        present(version, ...rest.slice(0, 1), manifest, ...rest.slice(1)),
      ),
  ],
  [
    "the signature behind the header",
    "ARTIFACT_MEMBER_MISORDERED",
    () => withMembers("artifact", (all) => all.toSpliced(3, 0, entry("manifest.sig", "x"))),
  ],
  [
    "the augment behind the header",
    "ARTIFACT_MEMBER_MISORDERED",
    () => withMembers("artifact", (all) => all.toSpliced(3, 0, entry("manifest-augment", "x"))),
  ],
  [
    "type-info before header-info",
    "ARTIFACT_MEMBER_MISORDERED",
    () => withMembers("header", (all) => all.toReversed()),
  ],
  [
    "a script behind what it acts on",
    "ARTIFACT_MEMBER_MISORDERED",
    () => withMembers("header", (all) => [...all, entry("scripts/a", "x")]),
  ],
  ["in the augment", "ARTIFACT_MEMBER_MISORDERED", () => withMembers("augment", (all) => all.toReversed())],
]);

export const unlisted = attackClass("members that no checksum covers", [
  ["a file of the payload", "ARTIFACT_MEMBER_UNLISTED", () => payload(entry("three", "x"))],
  ["an empty file of the payload", "ARTIFACT_MEMBER_UNLISTED", () => payload(entry("three"))],
  [
    "the header",
    "ARTIFACT_MEMBER_UNLISTED",
    () => forge({ lines: (all) => all.filter((text) => !text.endsWith("header.tar.gz")) }),
  ],
  [
    "version",
    "ARTIFACT_MEMBER_UNLISTED",
    () => forge({ lines: (all) => all.filter((text) => !text.endsWith("version")) }),
  ],
  ["a file named as a number", "ARTIFACT_MEMBER_UNLISTED", () => payload(entry("0", "x"))],
  ["a file named as what every object has", "ARTIFACT_MEMBER_UNLISTED", () => payload(entry("__proto__", "x"))],
  [
    "the augment's header",
    "ARTIFACT_MEMBER_UNLISTED",
    () => forge({ members: (all) => all.toSpliced(3, 0, entry("header-augment.tar.gz", "x")) }),
  ],
]);

export const missing = attackClass("members that are listed and not there", [
  ["a file of the payload", "ARTIFACT_MEMBER_MISSING", () => withMembers("payload", (all) => all.slice(1))],
  ["all files of the payload", "ARTIFACT_MEMBER_MISSING", () => withMembers("payload", () => [])],
  [
    "a file beside those that are there",
    "ARTIFACT_MEMBER_MISSING",
    () => forge({ lines: (all) => [...all, line("data/0000/three")] }),
  ],
  ["a second header", "ARTIFACT_MEMBER_MISSING", () => forge({ lines: (all) => [...all, line("header.tar.xz")] })],
  ["header-info", "ARTIFACT_MEMBER_MISSING", () => withMembers("header", (all) => all.slice(1))],
  ["type-info of the augment", "ARTIFACT_MEMBER_MISSING", () => withMembers("augment", (all) => all.slice(0, 1))],
  ["the payload", "ARTIFACT_MEMBER_MISSING", () => withMembers("artifact", (all) => all.slice(0, 3))],
  ["a file of the augment", "ARTIFACT_MEMBER_MISSING", () => augmentedBy("data/0000/three")],
]);

/** An augment that lists a file which is not in the payload. */
function augmentedBy(path: string): Buffer {
  const header = gzipSync(
    tar([entry("header-info", '{"payloads":[{"type":"rtos"}]}'), entry("headers/0000/type-info", '{"type":"rtos"}')]),
  );
  const manifest = entry("manifest-augment", `${line(path)}\n${sha256(header)}  header-augment.tar.gz\n`);
  return forge({
    files: FILES,
    members: (all) => all.toSpliced(3, 0, entry("header-augment.tar.gz", header)).toSpliced(2, 0, manifest),
  });
}

function present<T>(...all: readonly (T | undefined)[]): readonly T[] {
  return all.filter((each) => each !== undefined);
}
