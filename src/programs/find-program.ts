// Where a program of the system is. Only absolute folders of PATH are looked into: the current one may hold anything. Nothing is run
// here, and what it means that a program is missing is the caller's to say.

import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Its absolute path; undefined where there is none. `folders` are looked through after PATH, in their order. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return [...path, ...folders].map((folder) => join(folder, name)).find(isExecutable);
}

/** `/usr/lib/postgresql/15/bin` and the like, the highest version first. */
export function versionedFolders(parent: string, below: string): readonly string[] {
  const versions = namesIn(parent).filter((name) => /^\d+(\.\d+)*$/.test(name));
  const newestFirst = versions.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  return newestFirst.map((version) => join(parent, version, below));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // Where the folder is not, the program is not.
  }
}

/** A folder can be executable, too. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
