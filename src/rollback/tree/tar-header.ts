// One header of a tar, with the extended records that hold for it.

import { createHash } from "node:crypto";
import type { OrchestratorError } from "../../base/index.js";
import { fault } from "./faults.js";
import type { RawName } from "./raw-name.js";

/** Folder, file, symbolic link, further link to an earlier file, pipe, character and block device; "x": records for the next. */
export type TarType = "d" | "f" | "l" | "h" | "p" | "c" | "b" | "x";

export interface TarHeader {
  readonly type: TarType;
  readonly path: RawName;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch, with as many decimals as it has. */
  readonly mtime: string;
  /** Of the content, holes included. */
  readonly size: number;
  /** Of what follows the header. */
  readonly storedBytes: number;
  /** Of a link: where to. Of a device: its numbers. */
  readonly target: RawName;
}

const TYPES: Readonly<Record<string, TarType>> = {
  ...{ "0": "f", "\0": "f", "1": "h", "2": "l", "3": "c", "4": "b", "5": "d", "6": "p", x: "x" },
};

/** Undefined for the end mark. Throws BACKUP_FAILED. */
export function headerOf(block: Buffer, records: ReadonlyMap<string, Buffer>): TarHeader | undefined {
  if (block[0] === 0 && block.every((byte) => byte === 0)) return undefined;
  const fields = block.toString("latin1");
  const type = TYPES[fields.charAt(156)];
  if (type === undefined || !fields.startsWith("ustar", 257)) throw unreadable("a header is of no known kind");
  return type === "x" ? recordsHeader(fields) : entryHeader(type, fields, records);
}

/** It says how long the records are; whatever else it says holds for nothing. */
function recordsHeader(fields: string): TarHeader {
  const storedBytes = numberAt(fields, 124, 12);
  return { type: "x", path: "", mode: 0, uid: 0, gid: 0, mtime: "0", size: 0, storedBytes, target: "" };
}

function entryHeader(type: TarType, fields: string, records: ReadonlyMap<string, Buffer>): TarHeader {
  const given = (key: string) => (records.size === 0 ? undefined : records.get(key)?.toString("latin1"));
  const number = (key: string, start: number, length: number) => {
    const value = given(key);
    return value === undefined ? numberAt(fields, start, length) : checked(Number(value));
  };
  const storedBytes = type === "f" ? number("size", 124, 12) : 0;
  const path = given("GNU.sparse.name") ?? given("path") ?? nameOf(fields);
  const realSize = given("GNU.sparse.realsize");
  const target = type === "c" || type === "b" ? devicesOf(fields) : (given("linkpath") ?? textAt(fields, 157, 100));
  return {
    ...{ type, storedBytes, target, size: realSize === undefined ? storedBytes : checked(Number(realSize)) },
    path: path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path,
    mode: numberAt(fields, 100, 8) & 0o7777,
    uid: number("uid", 108, 8),
    gid: number("gid", 116, 8),
    mtime: given("mtime") ?? String(numberAt(fields, 136, 12)),
  };
}

/** What holds for the digest: attributes as they are on disk. ACLs are among them with numeric ids; as text they hold names. */
export function attributesOf(records: ReadonlyMap<string, Buffer>): string | undefined {
  const keys = [...records.keys()].filter((key) => key.startsWith("SCHILY.xattr.")).sort();
  if (keys.length === 0) return undefined;
  const hash = createHash("sha256");
  for (const key of keys) {
    const value = records.get(key) ?? Buffer.alloc(0);
    hash.update(`${key.length} ${value.length} `).update(key, "latin1").update(value);
  }
  return hash.digest("hex");
}

export function unreadable(why: string): OrchestratorError {
  return fault("BACKUP_FAILED", `What tar packed cannot be read: ${why}`);
}

function devicesOf(fields: string): string {
  return `${numberAt(fields, 329, 8)}:${numberAt(fields, 337, 8)}`;
}

function nameOf(fields: string): RawName {
  const prefix = textAt(fields, 345, 155);
  const name = textAt(fields, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textAt(fields: string, start: number, length: number): RawName {
  const end = fields.indexOf("\0", start);
  return fields.slice(start, end === -1 || end > start + length ? start + length : end);
}

function numberAt(fields: string, start: number, length: number): number {
  return checked(Number(`0o${textAt(fields, start, length).trim() || "0"}`));
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value)) throw unreadable("a number is none");
  return value;
}
