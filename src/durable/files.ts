// Writes that survive a power cut. A file becomes visible under its name only when it is complete: written beside, synced,
// renamed, and the folder synced. A crash before the rename leaves a `.new` file, which the next write replaces.

import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { systemCodeOf } from "../base/index.js";
import { openRegularFile } from "./read-file.js";

const WRITE_ANEW = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;

/** Makes what a folder lists (new, renamed and removed entries) survive a power cut. */
export function syncFolder(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function writeFileSynced(path: string, text: string): void {
  const descriptor = openRegularFile(path, WRITE_ANEW);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function replaceFile(path: string, text: string): void {
  writeFileSynced(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  syncFolder(dirname(path));
}

/** For a file that others read: it keeps its mode and its owner, and one that was not there may be read by everybody. */
export function replaceSharedFile(path: string, text: string): void {
  const before = statSync(path, { throwIfNoEntry: false });
  const descriptor = openRegularFile(`${path}.new`, WRITE_ANEW);
  try {
    writeFileSync(descriptor, text);
    resemble(descriptor, before);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
  syncFolder(dirname(path));
}

/** The owner first, since a change of it takes bits of the mode away. */
function resemble(descriptor: number, before: Stats | undefined): void {
  const { uid, gid } = fstatSync(descriptor);
  if (before !== undefined && (before.uid !== uid || before.gid !== gid))
    fchownSync(descriptor, before.uid, before.gid);
  fchmodSync(descriptor, before === undefined ? 0o644 : before.mode & 0o7777);
}

/** Takes up real room on the disk: zeros are written, since a hole would reserve nothing. */
export function reserveSpace(path: string, sizeBytes: number): void {
  const descriptor = openRegularFile(path, WRITE_ANEW);
  try {
    const block = Buffer.alloc(64 * 1024);
    for (let done = 0; done < sizeBytes; done += block.length) writeSync(descriptor, block);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a folder and the ones above it, each synced into its parent. One after the other: `mkdir` with `recursive` never comes back
 * from a file system where nothing can be made in a folder that is there, such as /proc, or a place that waits to be mounted.
 */
export function makeFolders(path: string): void {
  const missing = missingFolders(path);
  // Nothing is made then; it fails where something else than a folder stands there.
  if (missing.length === 0) mkdirSync(path, { recursive: true });
  for (const folder of missing) makeFolder(folder);
}

/** The uppermost first. */
function missingFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  return missing;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (thrown) {
    const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    if (systemCodeOf(thrown) !== "EEXIST" || !isThere) throw thrown;
  }
  syncFolder(dirname(folder));
}
