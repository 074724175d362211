// A tree as a program's data folder has it: fifteen thousand files of all sizes, half noise and half text, about 300 MB in all. Always
// the same one.

import { createCipheriv } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const TREE_FILES = 15_000;
const FILES_IN_FOLDER = 25;
const FOLDERS_IN_FOLDER = 20;
const BLOCK_BYTES = 4096;
/** Sizes are spread evenly over their orders of magnitude: a kilobyte and 96 of them are as frequent. */
const [SMALLEST_BYTES, LARGEST_BYTES] = [1024, 98_304];
const LINE = "an unremarkable line of some configuration file\n";

/** Answers with the bytes of its files. */
export function makeTree(root) {
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16, 2), Buffer.alloc(16));
  let bytes = 0;
  for (let number = 0; number < TREE_FILES; number += 1) {
    const folder = folderOf(root, number);
    if (number % FILES_IN_FOLDER === 0) mkdirSync(folder, { recursive: true });
    const content = contentOf(noise, number);
    writeFileSync(join(folder, `file-${number}`), content);
    bytes += content.length;
  }
  return bytes;
}

function folderOf(root, number) {
  const folder = Math.floor(number / FILES_IN_FOLDER);
  return join(root, `part-${Math.floor(folder / FOLDERS_IN_FOLDER)}`, `folder-${folder}`);
}

/** Blocks of noise and of text in turn, so that what compresses and what deduplicates has its work, and no file is another's copy. */
function contentOf(noise, number) {
  const draw = noise.update(Buffer.alloc(4)).readUInt32LE() / 2 ** 32;
  const size = Math.round(SMALLEST_BYTES * (LARGEST_BYTES / SMALLEST_BYTES) ** draw);
  const content = Buffer.alloc(size, LINE);
  for (let at = (number % 2) * BLOCK_BYTES; at < size; at += 2 * BLOCK_BYTES) {
    noise.update(Buffer.alloc(Math.min(BLOCK_BYTES, size - at))).copy(content, at);
  }
  return content;
}
