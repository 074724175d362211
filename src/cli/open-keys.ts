// A word of warning where others may read a private key that a command signs with. It is no reason to refuse: the key may be
// encrypted, or the machine be one's own. A public key, given by mistake, is refused by whoever reads it.

import { readFileSync, statSync } from "node:fs";
import type { Log } from "../base/index.js";

const READABLE_BY_OTHERS = 0o044;
const LARGEST_KEY_BYTES = 64 * 1024;

/** That a key cannot be had, whoever reads it says. */
export function warnOfOpenKeys(log: Pick<Log, "warning">, paths: readonly string[]): void {
  for (const path of paths.filter(isOpen)) {
    log.warning(`others than its owner may read the private key ${path}; \`chmod 600\` makes it private`);
  }
}

function isOpen(path: string): boolean {
  try {
    const stats = statSync(path);
    const isSmallFile = stats.isFile() && stats.size <= LARGEST_KEY_BYTES;
    const isReadable = (stats.mode & READABLE_BY_OTHERS) !== 0;
    return isReadable && isSmallFile && readFileSync(path, "latin1").includes("PRIVATE KEY");
  } catch {
    return false;
  }
}
