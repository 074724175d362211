// What lies in a stored tree, by names and stats, as a listing would have it: no content is read here, and no extended attributes,
// which Node does not show.

import { type BigIntStats, lstatSync, readlinkSync } from "node:fs";
import type { EntryType, ListedEntry } from "./listing.js";
import { type RawName, rawName } from "./raw-name.js";
import { visitTree, type WalkOrder } from "./walk.js";

export interface SeenEntry extends ListedEntry {
  readonly inode: string;
  /** By more names than one; they may be in other backups. */
  readonly hasLinks: boolean;
  readonly hasHoles: boolean;
}

export interface Seen {
  /** By the names that tar would be given, in their order. */
  readonly entries: ReadonlyMap<RawName, SeenEntry>;
  readonly sockets: readonly RawName[];
}

export async function lookAtStored(order: WalkOrder): Promise<Seen> {
  const entries = new Map<RawName, SeenEntry>();
  const sockets: RawName[] = [];
  await visitTree(order, (at, path) => {
    const stats = lstatSync(at, { bigint: true });
    const type = typeOf(stats);
    if (type === undefined) sockets.push(path);
    else entries.set(path, seenAs(type, { at, path: path === order.top ? "." : path, stats }));
    return type === "d";
  });
  return { entries, sockets };
}

function typeOf(stats: BigIntStats): EntryType | undefined {
  if (stats.isFile()) return "f";
  if (stats.isDirectory()) return "d";
  if (stats.isSymbolicLink()) return "l";
  if (stats.isFIFO()) return "p";
  if (stats.isCharacterDevice()) return "c";
  return stats.isBlockDevice() ? "b" : undefined;
}

interface Found {
  readonly at: Buffer;
  readonly path: RawName;
  readonly stats: BigIntStats;
}

function seenAs(type: EntryType, { at, path, stats }: Found): SeenEntry {
  const size = type === "f" ? Number(stats.size) : 0;
  return {
    ...{ type, path, size, mode: Number(stats.mode & 0o7777n), uid: Number(stats.uid), gid: Number(stats.gid) },
    ...{ mtime: secondsOf(stats.mtimeNs), sha256: undefined, attributes: undefined },
    target: targetOf(type, at, stats),
    inode: `${stats.dev}:${stats.ino}`,
    hasLinks: type === "f" && stats.nlink > 1n,
    hasHoles: type === "f" && stats.blocks * 512n < stats.size,
  };
}

function targetOf(type: EntryType, at: Buffer, { rdev }: BigIntStats): RawName | undefined {
  if (type === "l") return rawName(readlinkSync(at, { encoding: "buffer" }));
  return type === "c" || type === "b" ? devicesOf(rdev) : undefined;
}

/** As Linux packs major and minor into one number. */
function devicesOf(rdev: bigint): string {
  const major = ((rdev >> 8n) & 0xfffn) | ((rdev >> 32n) & ~0xfffn);
  const minor = (rdev & 0xffn) | ((rdev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

const NANOSECONDS = 1_000_000_000n;

/** As tar writes times: of those before the epoch the fraction counts backwards, too. */
export function secondsOf(nanoseconds: bigint): string {
  const whole = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(whole % NANOSECONDS)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nanoseconds < 0n ? "-" : ""}${whole / NANOSECONDS}${fraction === "" ? "" : `.${fraction}`}`;
}
