// Where the system's programs are that captures and restores are made of. Nothing is run here.

import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { OrchestratorError } from "../../base/index.js";

export interface ProgramName {
  readonly name: string;
  /** The Debian package that brings it, for the hint. */
  readonly package: string;
  /** Looked through after PATH, in this order. */
  readonly folders?: readonly string[];
}

/** Its absolute path. Throws BACKUP_TOOL_MISSING. */
export function findProgram({ name, package: bringer, folders = [] }: ProgramName): string {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  const found = [...path, ...folders].map((folder) => join(folder, name)).find(isExecutable);
  if (found !== undefined) return found;
  throw new OrchestratorError({
    code: "BACKUP_TOOL_MISSING",
    message: `The program ${name} is not installed`,
    hint: `On Debian it is in the package ${bringer}.`,
  });
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

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
