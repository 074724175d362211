// Where things lie: what a backup's files are called, and what of a backup's metadata says where its source was.

import { basename, dirname, join } from "node:path";
import type { BackupInfo } from "../contract.js";
import { damaged } from "./faults.js";
import { type RawName, rawOf } from "./raw-name.js";
import type { FolderAbove, LinkOnTheWay, ResolvedSource } from "./source-path.js";

/** A name has at most 255 bytes, and what stands before and behind ours takes some. */
const LONGEST_NAME = 200;

/** `start` and as much of `name` as there is room for. */
export function nameWith(start: string, name: string): string {
  let end = name.length;
  while (Buffer.byteLength(start + name.slice(0, end)) > LONGEST_NAME) end--;
  return start + name.slice(0, end);
}

export function storedPath(folder: string, backupId: string, sourcePath: string): string {
  return join(folder, nameWith(`${backupId}_`, basename(sourcePath)));
}

export function listingPath(stored: string): string {
  return `${stored}.entries`;
}

export function sealedPath(stored: string, suffix: string): string {
  return `${stored}.tar${suffix}`;
}

/** From where tar takes a thing, and by which name. */
export interface PackPlace {
  readonly folder: string;
  readonly top: RawName;
}

export function packPlace(path: string, isFolder: boolean): PackPlace {
  return isFolder ? { folder: path, top: "." } : { folder: dirname(path), top: `./${rawOf(basename(path))}` };
}

/** Where a backup goes back to. */
export interface Origin {
  readonly realPath: string;
  readonly isDirectory: boolean;
  readonly links: readonly LinkOnTheWay[];
  readonly above: readonly FolderAbove[];
  /** That it took on disk. */
  readonly bytesOnDisk: number;
}

export function metadataOf({ realPath, links, above, stats }: ResolvedSource, size: number, bytesOnDisk: number) {
  return {
    is_directory: stats.isDirectory(),
    size,
    permissions: (stats.mode & 0o7777).toString(8),
    ...{ real_path: realPath, links_on_the_way: links, folders_above: above, bytes_on_disk: bytesOnDisk },
  };
}

/** Throws BACKUP_DAMAGED. */
export function originOf(backup: BackupInfo): Origin {
  const { real_path, is_directory, links_on_the_way: links, folders_above, bytes_on_disk } = backup.metadata;
  const isRight =
    isAbsolute(real_path) &&
    typeof is_directory === "boolean" &&
    isListOf(links, (link) => isAbsolute(link["path"]) && isLinkTarget(link) && hasOwner(link)) &&
    isListOf(folders_above, (above) => isAbsolute(above["path"]) && isCount(above["mode"]) && hasOwner(above));
  if (!isRight) throw damaged(backup, "the index does not say where it belongs");
  return {
    ...{ realPath: real_path, isDirectory: is_directory, bytesOnDisk: isCount(bytes_on_disk) ? bytes_on_disk : 0 },
    links: links as unknown as readonly LinkOnTheWay[],
    above: folders_above as unknown as readonly FolderAbove[],
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isListOf(value: unknown, isOne: (fields: Fields) => boolean): value is readonly Fields[] {
  return Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null && isOne(one as Fields));
}

function isAbsolute(value: unknown): value is string {
  return typeof value === "string" && /^\/./.test(value) && !/\0|\/\.\.?(\/|$)/.test(value);
}

function isLinkTarget({ target, isLast }: Fields): boolean {
  return typeof target === "string" && target !== "" && !target.includes("\0") && typeof isLast === "boolean";
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function hasOwner({ uid, gid }: Fields): boolean {
  return isCount(uid) && isCount(gid);
}
