// Files that must outlive the place they come from: linked where that is possible, which needs no room, else copied. All of them
// are on disk when this is done. What comes from elsewhere is written here.

import { constants, mkdirSync, rmSync } from "node:fs";
import { copyFile, link, open, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCodeOf } from "../base/index.js";
import { makeFolders, syncFolder } from "../durable/index.js";

/** A file to be kept, and the name it gets. */
export interface KeptFile {
  readonly fileName: string;
  /** Absolute. */
  readonly path: string;
  /** Brings the bytes, where what is to be kept is no file. */
  readonly open?: () => Promise<AsyncIterable<Uint8Array>>;
}

/** Replaces the folder. Rejects with the system's error or what `open` throws, and may leave some of the files. */
export async function gatherFiles(folder: string, files: readonly KeptFile[]): Promise<void> {
  makeFolders(dirname(folder));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  for (const file of files) await gatherFile(file, join(folder, file.fileName));
  syncFolder(folder);
}

async function gatherFile({ path, open: openBytes }: KeptFile, to: string): Promise<void> {
  if (openBytes === undefined) await linkOrCopy(await realpath(path), to);
  else await writeFile(to, await openBytes(), { flag: "wx", mode: 0o600 });
  const file = await open(to, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  if (!(await tryLink(from, to))) await copyFile(from, to, constants.COPYFILE_EXCL);
}

/** Another file system, one without links, or a file that others may not link. */
export async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    const code = systemCodeOf(thrown) ?? "";
    if (["EXDEV", "EPERM", "EMLINK", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"].includes(code)) return false;
    throw thrown;
  }
}
