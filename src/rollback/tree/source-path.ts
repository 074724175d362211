// From a path as somebody wrote it to what lies there: the links on the way are noted, so that a restore can put them back, and so
// are the folders above, in case they are gone by then.

import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { systemCodeOf } from "../../base/index.js";
import { failed, unusable } from "./faults.js";
import { textOf } from "./raw-name.js";

export interface LinkOnTheWay {
  readonly path: string;
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  /** Whether it was what the path named in the end, and no folder on the way. */
  readonly isLast: boolean;
}

export interface FolderAbove {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface ResolvedSource {
  /** Absolute, as it was named. */
  readonly sourcePath: string;
  /** Without a link in it. */
  readonly realPath: string;
  readonly stats: Stats;
  /** In the order in which they were met. */
  readonly links: readonly LinkOnTheWay[];
  /** Those that hold `realPath` and the links, each behind the one that holds it; the root is left out. */
  readonly above: readonly FolderAbove[];
}

const MOST_LINKS = 40;

/** Throws BACKUP_SOURCE_UNUSABLE. */
export function resolveSource(source: string): ResolvedSource {
  const sourcePath = resolve(source);
  const links: LinkOnTheWay[] = [];
  const pending = parts(sourcePath);
  let at = "/";
  let stats = look(at, sourcePath);
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = part === ".." ? dirname(at) : join(at, part);
    stats = look(next, sourcePath);
    if (!stats.isSymbolicLink()) at = next;
    else {
      const link = readLink(next, stats, pending.length === 0);
      links.push(link);
      if (links.length > MOST_LINKS) throw unusable(`Too many links on the way to ${sourcePath}`);
      if (link.target.startsWith("/")) at = "/";
      pending.unshift(...parts(link.target));
    }
  }
  return { sourcePath, realPath: at, stats, links, above: foldersAboveAll([...links.map(({ path }) => path), at]) };
}

function parts(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

function look(path: string, sourcePath: string): Stats {
  try {
    return lstatSync(path);
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") throw unusable(`Source path does not exist: ${sourcePath}`);
    throw failed(`${path} cannot be read`, thrown);
  }
}

function readLink(path: string, { uid, gid }: Stats, isLast: boolean): LinkOnTheWay {
  const target = textOf(readlinkSync(path, { encoding: "buffer" }));
  if (target === undefined)
    throw unusable(`The link ${path} has a target that is no text`, "Name the target's own path.");
  return { path, target, uid, gid, isLast };
}

function foldersAboveAll(paths: readonly string[]): readonly FolderAbove[] {
  return [...new Map(paths.flatMap(foldersAbove).map((folder) => [folder.path, folder])).values()];
}

function foldersAbove(path: string): readonly FolderAbove[] {
  const parent = dirname(path);
  if (parent === "/" || parent === path) return [];
  const { mode, uid, gid } = lstatSync(parent);
  return [...foldersAbove(parent), { path: parent, mode: mode & 0o7777, uid, gid }];
}
