// How much room a capture takes, before anything is written. A look of its own, since the capture needs one that is as late as can be,
// and this one has less to remember.

import { lstatSync } from "node:fs";
import { locate } from "./survey.js";
import { visitTree } from "./walk.js";

const HEADER_BYTES = 2_048;
const FOLDER_BYTES = 4_096;

/** On disk, at most: what is sparse stays so, and a packed entry has a header of up to three blocks. Each file counts once. */
export async function estimateTree(path: string): Promise<number> {
  const { place } = locate(path);
  const counted = new Set<string>();
  let sum = 0;
  await visitTree({ ...place, signal: new AbortController().signal }, (at) => {
    const stats = lstatSync(at);
    const [isFolder, inode] = [stats.isDirectory(), `${stats.dev}:${stats.ino}`];
    sum += HEADER_BYTES + (isFolder ? FOLDER_BYTES : 0);
    if (!counted.has(inode)) sum += stats.blocks * 512;
    if (!isFolder && stats.nlink > 1) counted.add(inode);
    return isFolder;
  });
  return sum;
}
