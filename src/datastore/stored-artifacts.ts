// Artifacts that a system may need again, so that there is a way back when whoever brought them has tidied up. Linked where that is
// possible, which needs no room as long as the original is there. Each appears under its name at once and whole; what a crash
// leaves of a copy has another name, and goes with the next removal.

import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { copyFile, open, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemCodeOf } from "../base/index.js";
import { makeFolders, syncFolder } from "../durable/index.js";
import { tryLink } from "./kept-files.js";

export interface FileToStore {
  readonly fileName: string;
  /** Absolute. */
  readonly path: string;
  /** Where it cannot be linked. */
  readonly mayCopy: boolean;
}

export interface StoredArtifacts {
  /** Its path; undefined where it is not here. */
  find(fileName: string): string | undefined;
  /** Whether it is here now, on disk. Rejects with the system's error. */
  add(file: FileToStore): Promise<boolean>;
  /** Removes every other one. Throws the system's error. */
  keepOnly(fileNames: readonly string[]): void;
}

export function storedArtifacts(systemFolder: string): StoredArtifacts {
  const folder = join(systemFolder, "artifacts");
  const find = (fileName: string): string | undefined => {
    const path = join(folder, fileName);
    return existsSync(path) ? path : undefined;
  };
  return {
    find,
    add: async ({ fileName, path, mayCopy }) => {
      if (find(fileName) !== undefined) return true;
      makeFolders(folder);
      const from = await realpath(path);
      const isThere =
        (await tryLink(from, join(folder, fileName))) || (mayCopy && (await copy(from, folder, fileName)));
      if (isThere) syncFolder(folder);
      return isThere;
    },
    keepOnly: (fileNames) => {
      for (const name of namesIn(folder)) {
        if (!fileNames.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

async function copy(from: string, folder: string, fileName: string): Promise<true> {
  const part = join(folder, `${fileName}.part`);
  try {
    await copyFile(from, part);
    const file = await open(part, "r");
    await file.sync().finally(() => file.close());
  } catch (thrown) {
    await rm(part, { force: true });
    throw thrown;
  }
  renameSync(part, join(folder, fileName));
  return true;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    throw thrown;
  }
}
