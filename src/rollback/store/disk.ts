// What the store itself does to the folder, one function a step after which the process may be gone. Tests hand in one that is.

import { replaceFile } from "../../durable/index.js";
import { runToEnd } from "../../programs/index.js";
import { logOperations, type RollbackOperation } from "./operations-log.js";

export interface Disk {
  /** A whole text in the place of the old one, at once and for good. */
  replace(path: string, text: string): void;
  /** Files and whole folders; a link is removed, not followed. What is not there is no fault. */
  remove(paths: readonly string[]): Promise<void>;
  /** Everything written so far to the file system of `folder` survives a power cut. */
  syncAll(folder: string): Promise<void>;
  log(folder: string, operations: readonly RollbackOperation[]): void;
}

/** Of paths on one command line. */
const BATCH = 200;

export const DISK: Disk = {
  replace: replaceFile,
  // The program, since names in a captured tree need not be text, and Node's own removal takes them for text.
  remove: async (paths) => {
    for (let i = 0; i < paths.length; i += BATCH) {
      await runToEnd("rm", ["-rf", "--one-file-system", "--", ...paths.slice(i, i + BATCH)]);
    }
  },
  // syncfs(2): one call for thousands of files, which Node does not offer.
  syncAll: (folder) => runToEnd("sync", ["-f", folder]),
  log: logOperations,
};
