// What is in a captured tree: `<id>_NAME.entries`, a line for each entry, with its attributes and digests between tabs. The part
// before the last tab is what the copy must be; what follows is by which sign the source's file is known as unchanged at the next
// capture. Bytes are as on disk, so that names in UTF-8 can be read; a backslash and control characters are written in octal.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { bytesOf, type RawName } from "./raw-name.js";
import type { TarEntry } from "./tar-reader.js";

export type EntryType = "d" | "f" | "l" | "p" | "c" | "b";

export interface ListedEntry {
  readonly type: EntryType;
  /** "." for the tree itself, or the one file. */
  readonly path: RawName;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: string;
  readonly size: number;
  readonly sha256: string | undefined;
  /** sha256 of the extended attributes and ACLs. */
  readonly attributes: string | undefined;
  /** Of a symbolic link where to, of a device its numbers, of a file the earlier path of which it is a further link. */
  readonly target: RawName | undefined;
  /** Of a file: see WalkedEntry. Undefined where it had changed so shortly before that a later change might not show. */
  readonly identity?: string;
}

const NONE = "-";
const COLUMNS = 11;

export function lineOf(entry: ListedEntry): string {
  const { type, mode, uid, gid, mtime, size, sha256, attributes, path, target } = entry;
  const numbers = [mode.toString(8).padStart(4, "0"), uid, gid, mtime, size];
  const named = target === undefined ? NONE : escaped(target);
  return [type, ...numbers, sha256 ?? NONE, attributes ?? NONE, escaped(path), named].join("\t");
}

/** sha256 in hex of what the copy must be. */
export function digestOf(entries: readonly ListedEntry[]): string {
  const hash = createHash("sha256");
  for (const entry of entries) hash.update(`${lineOf(entry)}\n`, "latin1");
  return hash.digest("hex");
}

export function writeListing(file: string, entries: readonly ListedEntry[]): void {
  const lines = entries.map((entry) => `${lineOf(entry)}\t${entry.identity ?? NONE}\n`);
  writeFileSync(file, bytesOf(lines.join("")), { mode: 0o600, flag: "wx" });
}

/** Undefined where it is none. */
export function readListing(file: string): readonly ListedEntry[] | undefined {
  const lines = readFileSync(file, "latin1").split("\n");
  if (lines.pop() !== "") return undefined;
  const entries = lines.map(entryIn);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function entryIn(line: string): ListedEntry | undefined {
  const columns = line.split("\t");
  const [type, mode, uid, gid, mtime, size, sha256, attributes, path, target, identity] = columns;
  if (columns.length !== COLUMNS || !isEntryType(type) || path === undefined || mtime === undefined) return undefined;
  return {
    ...{ type, path: unescaped(path), mtime },
    ...{ mode: Number.parseInt(mode ?? "", 8), uid: Number(uid), gid: Number(gid), size: Number(size) },
    ...{ sha256: given(sha256), attributes: given(attributes) },
    target: type === "l" ? unescaped(target ?? "") : given(target, unescaped),
    ...(given(identity) !== undefined && { identity }),
  } as ListedEntry;
}

function given(column: string | undefined, read = (text: string) => text): string | undefined {
  return column === undefined || column === NONE ? undefined : read(column);
}

function isEntryType(text: string | undefined): text is EntryType {
  return text !== undefined && /^[dflpcb]$/.test(text);
}

function escaped(name: RawName): string {
  return name.replace(/[\\\p{Cc}]/gu, (byte) =>
    byte <= "\x7f" ? `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}` : byte,
  );
}

function unescaped(text: string): RawName {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** `top` is the name under which the tree itself was packed. Undefined where a further link has no earlier file. */
export function listed(packed: readonly TarEntry[], top: RawName): readonly ListedEntry[] | undefined {
  const byPath = new Map<RawName, ListedEntry>();
  for (const entry of packed) {
    const path = entry.path === top ? "." : entry.path;
    const listedEntry = entry.type === "h" ? furtherLink(path, byPath.get(entry.target)) : listedOf(entry, path);
    if (listedEntry === undefined) return undefined;
    byPath.set(path, listedEntry);
  }
  return [...byPath.values()];
}

function listedOf({ type, ...entry }: TarEntry, path: RawName): ListedEntry | undefined {
  if (type === "h" || type === "x") return undefined;
  const { mode, uid, gid, mtime, size, sha256, attributes, target } = entry;
  const isTargeted = type === "l" || type === "c" || type === "b";
  return { type, path, mode, uid, gid, mtime, size, sha256, attributes, target: isTargeted ? target : undefined };
}

function furtherLink(path: RawName, earlier: ListedEntry | undefined): ListedEntry | undefined {
  return earlier && { ...earlier, path, target: earlier.type === "f" ? earlier.path : earlier.target };
}
