// What there is in a tree, in the order of its bytes, a folder before what it holds. Links are not followed. Nothing is read but
// names and stats.

import { type BigIntStats, lstatSync, readdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { systemCodeOf } from "../../base/index.js";
import { failed, unusable } from "./faults.js";
import { bytesOf, type RawName, rawName, rawOf, shown } from "./raw-name.js";

export interface WalkedEntry {
  /** "." for the tree itself, else "./a/b". */
  readonly path: RawName;
  readonly isFolder: boolean;
  readonly isFile: boolean;
  /** Of the inode, in this system, as long as it runs. */
  readonly inode: string;
  readonly hasLinks: boolean;
  readonly size: number;
  readonly bytesOnDisk: number;
  /** Differs when anything about it has changed: content, mode, owner, attributes. */
  readonly identity: string;
  readonly changedAtNanoseconds: bigint;
}

export interface Walked {
  readonly entries: readonly WalkedEntry[];
  readonly sockets: readonly RawName[];
}

/** Their stats and digests are held in memory: a few hundred bytes each. */
const MOST_ENTRIES = 1_000_000;
/** The digest reads holes as the zeros that they stand for. */
const LARGEST_HOLES = 2 ** 40;
const ENTRIES_PER_TURN = 2_000;

export interface WalkOrder {
  readonly folder: string;
  /** "." for the folder itself, "./NAME" for one thing in it. */
  readonly top: RawName;
  readonly signal: AbortSignal;
}

/** Throws BACKUP_SOURCE_UNUSABLE, BACKUP_FAILED. What vanishes meanwhile is left out. */
export async function walkTree(order: WalkOrder): Promise<Walked> {
  const entries: WalkedEntry[] = [];
  const sockets: RawName[] = [];
  await visitTree(order, (at, path) => {
    const stats = lstatSync(at, { bigint: true });
    if (stats.isSocket()) sockets.push(path);
    else entries.push(entryOf(path, stats));
    return stats.isDirectory();
  });
  return { entries, sockets };
}

/** `look` says whether there is more below, and fails as the system does. */
export async function visitTree(
  { folder, top, signal }: WalkOrder,
  look: (at: Buffer, path: RawName) => boolean,
): Promise<void> {
  const root = `${rawOf(folder)}/`;
  const pending: RawName[] = [top];
  for (let path = pending.pop(), seen = 1; path !== undefined; path = pending.pop(), seen++) {
    const here = path;
    const isFolder = attempt(root, here, (at) => look(at, here));
    if (isFolder === true) for (const below of namesIn(root, here).reverse()) pending.push(below);
    if (seen > MOST_ENTRIES) throw unusable(`${folder} holds more than ${MOST_ENTRIES} files and folders`);
    if (seen % ENTRIES_PER_TURN === 0) await turn(signal);
  }
}

async function turn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function namesIn(root: RawName, path: RawName): RawName[] {
  const names = attempt(root, path, (at) => readdirSync(at, { encoding: "buffer" })) ?? [];
  return names.map((name) => `${path}/${rawName(name)}`).sort();
}

function attempt<T>(root: RawName, path: RawName, look: (at: Buffer) => T): T | undefined {
  try {
    return look(bytesOf(root + path));
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ENAMETOOLONG") throw unusable(`A path is too long: ${shown(root + path)}`, "Leave this folder out.");
    throw failed(`${shown(root + path)} cannot be read`, thrown);
  }
}

function entryOf(path: RawName, stats: BigIntStats): WalkedEntry {
  const { dev, ino, size, mtimeNs, ctimeNs, nlink } = stats;
  const bytesOnDisk = Number(stats.blocks) * 512;
  const isFile = stats.isFile();
  if (isFile && Number(size) - bytesOnDisk > LARGEST_HOLES)
    throw unusable(`${shown(path)} has holes of more than 1 TiB`);
  return {
    ...{ path, isFile, isFolder: stats.isDirectory(), size: Number(size), bytesOnDisk },
    inode: `${dev}:${ino}`,
    hasLinks: isFile && nlink > 1n,
    identity: `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`,
    changedAtNanoseconds: ctimeNs,
  };
}
