// The programs that pack and unpack what Node cannot.

import { findProgram } from "../../programs/index.js";
import { fault } from "../fault.js";

export type Program = "xz" | "zstd";

/** Debian's names; other distributions have the same or similar ones. */
const PACKAGES: Readonly<Record<Program, string>> = { xz: "xz-utils", zstd: "zstd" };

/** Absolute. Throws ARTIFACT_PROGRAM_MISSING. */
export function packerPath(program: Program): string {
  const found = findProgram(program);
  if (found !== undefined) return found;
  const needed = `the program ${program} is needed for ${program} compression and is not installed`;
  throw fault("ARTIFACT_PROGRAM_MISSING", `${needed} (package ${PACKAGES[program]})`);
}
