// What a swap does to the disk, one function a step after which the process may be gone. Tests hand in one that is.

import { lchownSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { makeFolders, replaceFile, syncFolder } from "../../durable/index.js";
import { runToEnd } from "../../programs/index.js";
import type { LinkOnTheWay } from "./source-path.js";

export interface SwapDisk {
  /** A whole text in the place of the old one, at once and for good. */
  replaceNote(path: string, text: string): void;
  removeNote(path: string): void;
  makeFolder(path: string): void;
  makeLink(path: string, link: LinkOnTheWay): void;
  rename(from: string, to: string): void;
  syncFolder(path: string): void;
  /** Everything written so far to that file system survives a power cut. */
  syncAll(path: string): Promise<void>;
  /** A link is removed, not followed. What is not there is no fault. */
  removeTree(path: string): Promise<void>;
}

export const SWAP_DISK: SwapDisk = {
  replaceNote: (path, text) => {
    makeFolders(path.slice(0, path.lastIndexOf("/")));
    replaceFile(path, text);
  },
  removeNote: (path) => {
    rmSync(path, { force: true });
    syncFolder(path.slice(0, path.lastIndexOf("/")));
  },
  makeFolder: (path) => mkdirSync(path, { mode: 0o700 }),
  makeLink: (path, { target, uid, gid }) => {
    symlinkSync(target, path);
    lchownSync(path, uid, gid);
  },
  rename: renameSync,
  syncFolder,
  // syncfs(2): one call for thousands of files, which Node does not offer.
  syncAll: (path) => runToEnd("sync", ["-f", path]),
  // The program: it walks by descriptors, so that nobody can put a link in its way, and names need not be text.
  removeTree: async (path) => {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    await runToEnd("rm", ["-rf", "--one-file-system", "--", path]);
  },
};
