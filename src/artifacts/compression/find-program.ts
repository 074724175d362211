// Where a program is that unpacks what Node cannot. Only absolute folders of PATH are looked into: the current one may hold
// anything.

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { fault } from "../fault.js";

export type Program = "xz" | "zstd";

/** Debian's names; other distributions have the same or similar ones. */
const PACKAGES: Readonly<Record<Program, string>> = { xz: "xz-utils", zstd: "zstd" };

/** Throws ARTIFACT_PROGRAM_MISSING. */
export function findProgram(program: Program): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const found = folders.map((folder) => join(folder, program)).find(isExecutable);
  if (found !== undefined) return found;
  const needed = `the program ${program} is needed for ${program} compression and is not installed`;
  throw fault("ARTIFACT_PROGRAM_MISSING", `${needed} (package ${PACKAGES[program]})`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
