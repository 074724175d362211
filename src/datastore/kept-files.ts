// Files that must outlive the place they come from: linked where that is possible, which needs no room, else copied. All of them
// are on disk when this is done.

import { constants, mkdirSync, rmSync } from "node:fs";
import { copyFile, link, open, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCodeOf } from "../base/index.js";
import { makeFolders, syncFolder } from "./durable.js";

/** A file to be kept, and the name it gets. */
export interface KeptFile {
  readonly fileName: string;
  /** Absolute. */
  readonly path: string;
}

/** Replaces the folder. Rejects with the system's error, and may leave some of the files. */
export async function gatherFiles(folder: string, files: readonly KeptFile[]): Promise<void> {
  makeFolders(dirname(folder));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  for (const { fileName, path } of files) await gatherFile(path, join(folder, fileName));
  syncFolder(folder);
}

async function gatherFile(path: string, to: string): Promise<void> {
  const from = await realpath(path);
  if (!(await tryLink(from, to))) await copyFile(from, to, constants.COPYFILE_EXCL);
  const file = await open(to, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Another file system, one without links, or a file that others may not link. */
async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    const code = systemCodeOf(thrown) ?? "";
    if (["EXDEV", "EPERM", "EMLINK", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"].includes(code)) return false;
    throw thrown;
  }
}
