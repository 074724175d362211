// Plays one script of demo/ as a person would, and gives its transcript.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { projectRoot, temporaryFolder } from "../support/index.js";
import { normalize } from "./normalize.js";

export const demoFolder = join(projectRoot, "demo");

export interface Played {
  readonly code: number;
  readonly transcript: string;
}

/**
 * Output and error output go the same way, as they would on a terminal.
 * @param folder where the demo makes its system, in a folder that it removes
 */
export function play(story: string, dialect: string, folder = temporaryFolder()): Promise<Played> {
  const script = `exec 2>&1; exec sh "${join(demoFolder, story)}" ${dialect}`;
  const env = { ...process.env, TMPDIR: folder, LC_ALL: "C.UTF-8" };
  return new Promise((resolve) => {
    execFile("sh", ["-c", script], { env }, (error, stdout) => {
      resolve({ code: exitCodeOf(error), transcript: normalize(stdout, /\/\S*\/orchestrator-demo-\w{6}/g) });
    });
  });
}

function exitCodeOf(error: Error | null): number {
  if (error === null) return 0;
  return "code" in error && typeof error.code === "number" ? error.code : 1;
}
