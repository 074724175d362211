// What is in a captured tree: `<id>_NAME.entries`, a line for each entry, with its attributes and digests between tabs. The part
// before the last tab is what the copy must be; what follows is by which sign the source's file is known as unchanged at the next
// capture. Bytes are as on disk, so that names in UTF-8 can be read; a backslash and control characters are written in octal.

import { createHash } from "node:crypto";
import { constants, writeFileSync } from "node:fs";
import { readRegularFile } from "../../durable/index.js";
import { unusable } from "./faults.js";
import { bytesOf, type RawName, rawName } from "./raw-name.js";
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
const COLUMNS = 10;
const SIZE_COLUMN = 5;
const SHA256_COLUMN = 6;
const ATTRIBUTES_COLUMN = 7;
const PATH_COLUMN = 8;

/** What the copy must be, as a line. */
export function lineOf(entry: ListedEntry): string {
  const { type, mode, uid, gid, mtime, size, sha256 = NONE, attributes = NONE, path, target } = entry;
  const named = target === undefined ? NONE : escaped(target);
  const octal = mode.toString(8).padStart(4, "0");
  return `${type}\t${octal}\t${uid}\t${gid}\t${mtime}\t${size}\t${sha256}\t${attributes}\t${escaped(path)}\t${named}`;
}

/** sha256 in hex. */
export function digestOf(lines: readonly string[]): string {
  return createHash("sha256")
    .update(`${lines.join("\n")}\n`, "latin1")
    .digest("hex");
}

/** It is read as a whole. */
const LARGEST_LISTING = 256 * 1024 * 1024;

/** `lines` are those of the entries. Throws BACKUP_SOURCE_UNUSABLE where there are more than could be read again. */
export function writeListing(file: string, entries: readonly ListedEntry[], lines: readonly string[]): void {
  const whole = bytesOf(entries.map(({ identity = NONE }, i) => `${lines[i]}\t${identity}\n`).join(""));
  if (whole.length > LARGEST_LISTING) throw unusable("Its names are too many and too long", "Capture it in parts.");
  writeFileSync(file, whole, { mode: 0o600, flag: "wx" });
}

export interface Listing {
  /** Without the sign by which a file is known. */
  readonly lines: readonly string[];
  readonly identities: readonly string[];
}

/** Undefined where it is none. Throws what reading a file throws. */
export function readListing(file: string): Listing | undefined {
  const whole = rawName(readRegularFile(file, LARGEST_LISTING, constants.O_NOFOLLOW)).split("\n");
  if (whole.pop() !== "" || whole.some((line) => !line.includes("\t"))) return undefined;
  const ends = whole.map((line) => line.lastIndexOf("\t"));
  return {
    lines: whole.map((line, i) => line.slice(0, ends[i])),
    identities: whole.map((line, i) => line.slice((ends[i] ?? 0) + 1)),
  };
}

/** Undefined where a line is no entry. */
export function entriesIn({ lines, identities }: Listing): readonly ListedEntry[] | undefined {
  const entries = lines.map((line, i) => entryIn(line, identities[i] ?? NONE));
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

export function pathIn(line: string): RawName {
  return unescaped(line.split("\t", PATH_COLUMN + 1)[PATH_COLUMN] ?? "");
}

export function sizeIn(line: string): number {
  return Number(line.split("\t", SIZE_COLUMN + 1)[SIZE_COLUMN]);
}

export function hasAttributesIn(line: string): boolean {
  return line.split("\t", ATTRIBUTES_COLUMN + 1)[ATTRIBUTES_COLUMN] !== NONE;
}

export function sha256In(line: string): string | undefined {
  const column = line.split("\t", SHA256_COLUMN + 1)[SHA256_COLUMN];
  return column === NONE ? undefined : column;
}

function entryIn(line: string, identity: string): ListedEntry | undefined {
  const columns = line.split("\t");
  const [type, mode = "", uid, gid, mtime, size, sha256, attributes, path, target] = columns;
  if (columns.length !== COLUMNS || !isEntryType(type) || path === undefined || mtime === undefined) return undefined;
  const hasTarget = target !== undefined && (type === "l" || target !== NONE);
  return {
    ...{ type, path: unescaped(path), mtime, mode: Number.parseInt(mode, 8) },
    ...{ uid: Number(uid), gid: Number(gid), size: Number(size) },
    sha256: sha256 === NONE ? undefined : sha256,
    attributes: attributes === NONE ? undefined : attributes,
    target: hasTarget ? unescaped(target) : undefined,
    ...(identity !== NONE && { identity }),
  };
}

function isEntryType(text: string | undefined): text is EntryType {
  return text !== undefined && /^[dflpcb]$/.test(text);
}

/** All but a backslash and control characters; bytes above are part of UTF-8, or should be. */
const PLAIN = /^[ -[\]-~\u0080-\u00ff]*$/;

function escaped(name: RawName): string {
  if (PLAIN.test(name)) return name;
  return name.replace(/[^ -[\]-~\u0080-\u00ff]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

function unescaped(text: string): RawName {
  if (!text.includes("\\")) return text;
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
