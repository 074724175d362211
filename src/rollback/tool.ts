// The system's programs that captures and restores are made of.

import { OrchestratorError } from "../base/index.js";
import { findProgram } from "../programs/index.js";

export interface Tool {
  readonly name: string;
  /** The Debian package that brings it, for the hint. */
  readonly package: string;
  /** Looked through after PATH, in this order. */
  readonly folders?: readonly string[];
}

/** Its absolute path. Throws BACKUP_TOOL_MISSING. */
export function toolPath({ name, package: bringer, folders = [] }: Tool): string {
  const found = findProgram(name, folders);
  if (found !== undefined) return found;
  throw new OrchestratorError({
    code: "BACKUP_TOOL_MISSING",
    message: `The program ${name} is not installed`,
    hint: `On Debian it is in the package ${bringer}.`,
  });
}
