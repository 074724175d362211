// Suites that need a real program: run where it is installed, skipped by name where it is not, and failed where it is
// not although this is CI, which promises to have everything.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "vitest";
import { recordSkip } from "./skips.js";

/** `describe`, as far as a suite that may be skipped needs it. */
export type Suite = (name: string, body: () => void) => void;

export interface ProgramNeeds {
  /** Debian packages that bring the programs; by default, packages of the same names. */
  readonly package?: string | readonly string[];
  /** Whether the suite also needs to run as root (mounts, other users). */
  readonly root?: boolean;
}

/** `const suite = requirePrograms(["mender-artifact"]); suite("what it shows", () => { … })` */
export function requirePrograms(programs: readonly string[], needs: ProgramNeeds = {}): Suite {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length > 0) return unavailable(`${missing.join(", ")} missing`, packagesOf(missing, needs));
  if (needs.root === true && process.getuid?.() !== 0) return unavailable("needs to run as root", []);
  return describe;
}

function packagesOf(missing: readonly string[], needs: ProgramNeeds): readonly string[] {
  if (needs.package === undefined) return missing;
  return typeof needs.package === "string" ? [needs.package] : needs.package;
}

function unavailable(reason: string, packages: readonly string[]): Suite {
  return (name, body) => {
    if (process.env["CI"] === "true") {
      describe(name, () => test(`can run in CI: ${reason}`, () => Promise.reject(new Error(reason))));
      return;
    }
    recordSkip({ suite: name, reason, packages });
    describe.skip(`${name} (${reason})`, body);
  };
}

function isInstalled(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
