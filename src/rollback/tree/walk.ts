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
export async function walkTree({ folder, top, signal }: WalkOrder): Promise<Walked> {
  const entries: WalkedEntry[] = [];
  const sockets: RawName[] = [];
  const root = `${rawOf(folder)}/`;
  const pending: RawName[] = [top];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const stats = attempt(root, path, (at) => lstatSync(at, { bigint: true }));
    if (stats === undefined) continue;
    if (stats.isSocket()) sockets.push(path);
    else entries.push(entryOf(path, stats));
    if (stats.isDirectory()) for (const below of namesIn(root, path).reverse()) pending.push(below);
    if (entries.length > MOST_ENTRIES) throw unusable(`${folder} holds more than ${MOST_ENTRIES} files and folders`);
    if (entries.length % ENTRIES_PER_TURN === 0) await turn(signal);
  }
  return { entries, sockets };
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
