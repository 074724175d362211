// Tools that stop a script with SIGKILL at a chosen one of its calls: each of the tools a script changes anything with is
// replaced by one that counts, and at the chosen count kills its whole process group before doing anything.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../support/index.js";

const TOOLS = ["chmod", "cp", "ln", "mkdir", "mv", "rm", "rmdir", "tar"];

export interface KillingTools {
  /** For a script that is to be killed at its call number `at`, counted from 1 over all that use this environment. */
  environment(at: number): NodeJS.ProcessEnv;
  /** Calls counted since `environment` was last made. */
  counted(): number;
}

export function makeKillingTools(): KillingTools {
  const folder = join(temporaryFolder(), "tools");
  const counter = join(folder, ".counter");
  mkdirSync(folder);
  for (const tool of TOOLS) writeFileSync(join(folder, tool), wrapper(tool, counter), { mode: 0o755 });
  // A sync changes nothing that a SIGKILL could show, and a sweep has thousands of them.
  writeFileSync(join(folder, "sync"), "#!/bin/sh\n", { mode: 0o755 });
  return {
    environment(at) {
      rmSync(counter, { force: true });
      return { PATH: `${folder}:${process.env["PATH"]}`, KILL_AT: String(at) };
    },
    counted: () => Number(readFileSync(counter, "utf8")),
  };
}

function wrapper(tool: string, counter: string): string {
  const real = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
  return [
    "#!/bin/sh",
    "count=0",
    `[ ! -e ${counter} ] || read -r count <${counter}`,
    `echo $((count + 1)) >${counter}`,
    '[ "$((count + 1))" != "$KILL_AT" ] || kill -9 0',
    `exec ${real} "$@"`,
    "",
  ].join("\n");
}
