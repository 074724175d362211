// Files of backups that the index does not name, and an index that did not come into its place: what a crash in the middle of a capture or of a removal has left.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../base/index.js";
import type { StoreContext } from "./exclusive.js";
import type { Index } from "./index-file.js";
import { INDEX_FILE, idOfName } from "./layout.js";

export function leftoversIn(folder: string, index: Index): readonly string[] {
  const names = readdirSync(folder).filter((name) => {
    const id = idOfName(name);
    return id === undefined ? name === `${INDEX_FILE}.new` : !index.has(id);
  });
  return names.map((name) => join(folder, name));
}

/** A file that stays is in nobody's way, and is tried again the next time. */
export async function tryToRemove({ disk, log }: StoreContext, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  try {
    await disk.remove(paths);
  } catch (thrown) {
    log.warning(`what a capture has left in the folder of the backups could not be removed: ${messageOf(thrown)}`);
  }
}
