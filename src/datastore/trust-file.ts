// What the data store remembers of trust (src/trust): one small file, replaced whole, so that a crash leaves the old one or the
// new one. Its content is a text here.

import { dirname, join } from "node:path";
import { systemCodeOf } from "../base/index.js";
import { makeFolders, readRegularFile, replaceFile } from "../durable/index.js";
import { unreadable, unwritable } from "./refusals.js";

/** Far above what the keys of a system take. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface TrustFile {
  /** `text` is undefined where nothing was remembered yet. Throws DATASTORE_UNREADABLE. */
  read(): { readonly path: string; readonly text: string | undefined };
  /** On disk once it has returned. Throws DATASTORE_FULL, DATASTORE_UNWRITABLE. */
  write(text: string): void;
}

export function trustFile(systemFolder: string): TrustFile {
  const path = join(systemFolder, "trust.json");
  return {
    read: () => ({ path, text: readIfThere(path) }),
    write: (text) => {
      try {
        makeFolders(dirname(path));
        replaceFile(path, text);
      } catch (thrown) {
        throw unwritable(path, thrown);
      }
    },
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readRegularFile(path, MAX_BYTES).toString("utf8");
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return undefined;
    throw unreadable(path, thrown);
  }
}
