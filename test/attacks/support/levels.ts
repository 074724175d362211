// The archives in an artifact, each of which may be what an attack is made of: everything around it is right, checksums included,
// so that nothing else can be what it is refused for.

import { gzipSync } from "node:zlib";
import { type Entry, entry, type Forged, forge, headerEntries, sha256, TAR_END, tar } from "../../artifacts/forge.js";

export type Level = "artifact" | "header" | "augment" | "payload";

export type Change = (right: readonly Entry[]) => readonly Entry[];

export const FILES: readonly Entry[] = [entry("one", "first file"), entry("two", "")];
const AUGMENT: readonly Entry[] = [
  entry("header-info", JSON.stringify({ payloads: [{ type: "rtos" }] })),
  entry("headers/0000/type-info", JSON.stringify({ type: "rtos" })),
];

/** An artifact with other members in one of its archives. */
export function withMembers(level: Level, change: Change): Buffer {
  if (level === "artifact") return forge({ members: change });
  return withPart(level, () => gzipSync(tar(change(entriesOf(level)))));
}

/** An artifact with another archive in place of a right one: the archive as a tar → the bytes of the part. */
export function withPart(level: Level, change: (right: Buffer) => Buffer): Buffer {
  switch (level) {
    case "artifact":
      return change(forge());
    case "header":
      return forge({ pack: { header: change, data: gzipSync } });
    case "payload":
      return forge({ pack: { header: gzipSync, data: () => change(tar(FILES)) } });
    case "augment":
      return forge({ members: augmented(change(tar(AUGMENT))) });
  }
}

function entriesOf(level: Exclude<Level, "artifact">): readonly Entry[] {
  return { header: headerEntries(), augment: AUGMENT, payload: FILES }[level];
}

function augmented(header: Buffer): Forged["members"] {
  const manifest = entry("manifest-augment", `${sha256(header)}  header-augment.tar.gz\n`);
  return ([version, signed, own, data]) =>
    [version, signed, manifest, own, entry("header-augment.tar.gz", header), data].filter((part) => part !== undefined);
}

/** A right artifact that has an augment, or none. */
export const right = (level: Level): Buffer => withMembers(level, (entries) => entries);

/** A member of the archive that a reader might take for a part of it, put where it would be the next. */
export const added =
  (...extra: readonly Entry[]): Change =>
  (entries) => [...entries.slice(0, 1), ...extra, ...entries.slice(1)];

export { type Entry, entry, TAR_END };
