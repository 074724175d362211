// Files of backups that the index does not name, an index that did not come into its place, and what a restore worked in: what a
// crash has left.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../base/index.js";
import type { StoreContext } from "./exclusive.js";
import type { Index } from "./index-file.js";
import { INDEX_FILE, idOfName, WORK_FOLDER_PREFIX } from "./layout.js";

export function leftoversIn(folder: string, index: Index): readonly string[] {
  const names = readdirSync(folder).filter((name) => isLeft(name, index));
  return names.map((name) => join(folder, name));
}

function isLeft(name: string, index: Index): boolean {
  const id = idOfName(name);
  if (id !== undefined) return !index.has(id);
  return name === `${INDEX_FILE}.new` || name.startsWith(WORK_FOLDER_PREFIX);
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
