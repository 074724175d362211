// One header of a tar, with the extended records that hold for it.

import { createHash } from "node:crypto";
import type { OrchestratorError } from "../../base/index.js";
import { fault } from "./faults.js";
import { type RawName, rawName } from "./raw-name.js";

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
  const type = TYPES[block.toString("latin1", 156, 157)];
  if (type === undefined || block.toString("latin1", 257, 262) !== "ustar")
    throw unreadable("a header is of no known kind");
  const given = (key: string) => (type === "x" ? undefined : records.get(key)?.toString("latin1"));
  const storedBytes = numberOf(given("size"), block, 124);
  const path = given("GNU.sparse.name") ?? given("path") ?? nameOf(block);
  return {
    ...{ type, storedBytes: type === "f" || type === "x" ? storedBytes : 0 },
    path: path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path,
    mode: numberOf(undefined, block, 100, 8) & 0o7777,
    uid: numberOf(given("uid"), block, 108, 8),
    gid: numberOf(given("gid"), block, 116, 8),
    mtime: given("mtime") ?? String(numberOf(undefined, block, 136)),
    size: type === "f" ? numberOf(given("GNU.sparse.realsize") ?? String(storedBytes), block, 124) : 0,
    target: type === "c" || type === "b" ? devicesOf(block) : (given("linkpath") ?? textAt(block, 157, 100)),
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

function devicesOf(block: Buffer): string {
  return `${numberOf(undefined, block, 329, 8)}:${numberOf(undefined, block, 337, 8)}`;
}

export function unreadable(why: string): OrchestratorError {
  return fault("BACKUP_FAILED", `What tar packed cannot be read: ${why}`);
}

function nameOf(block: Buffer): RawName {
  const prefix = textAt(block, 345, 155);
  const name = textAt(block, 0, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

function textAt(block: Buffer, start: number, length: number): RawName {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return rawName(end === -1 ? field : field.subarray(0, end));
}

function numberOf(given: string | undefined, block: Buffer, start: number, length = 12): number {
  const value = given === undefined ? fieldNumber(textAt(block, start, length)) : Number(given);
  if (!Number.isSafeInteger(value)) throw unreadable("a number is none");
  return value;
}

function fieldNumber(text: string): number {
  return /^[0-7]* *$/.test(text) ? Number.parseInt(text.trim() || "0", 8) : Number.NaN;
}
