// The checksum of a module's folder as manifests of the legacy mode give it: SHA-256 over the path and the content of every file,
// in the order of the paths' parts.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { treeOf } from "../prepare/tree-entries.js";

/** In hexadecimal digits. Links are not followed, and do not count. Throws MODULES_TREE_REFUSED, and what the system says. */
export async function legacyDigest(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const entry of treeOf(folder)) {
    if (entry.kind !== "file") continue;
    hash.update(entry.name);
    for await (const chunk of createReadStream(entry.path)) hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}
