// Where this program is installed: the update interfaces that come with it lie beside the bundle, and in the source tree at
// the same place seen from the root.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const INTERFACES_FOLDER = join("update-interfaces", "v1");

/** The root folder of the package, or undefined where nothing lies beside the program. */
export function packageRoot(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, INTERFACES_FOLDER))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
