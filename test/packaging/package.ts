// Makes the packages as a packager does.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../support/index.js";

const run = promisify(execFile);

/** Not compressed: how long that takes says nothing about the package. Answers with the path of the package. */
export async function buildPackage(form: string, output: string, options: readonly string[] = []): Promise<string> {
  const script = join(projectRoot, "packaging", "build-deb.mjs");
  const args = [script, form, "--output", output, "--compression", "none", ...options];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, SOURCE_DATE_EPOCH: "1770000000" } });
  return stdout.trim();
}
