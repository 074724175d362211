// The shells and tools a gateway may have. Each suite of a script runs under all that are installed here.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe } from "vitest";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import type { Subject } from "./script.js";

export type Surroundings = Pick<Subject, "shell" | "environment">;

/** Runs the suite under the system's sh, and where busybox is installed under its shell with nothing but its tools. */
export function underEachShell(name: string, body: (surroundings: () => Surroundings) => void): void {
  describe(`${name}, under sh`, () => body(() => ({ shell: ["sh"] })));
  requirePrograms(["busybox"], { package: "busybox-static" })(`${name}, under busybox`, () => {
    let tools = "";
    beforeAll(() => {
      tools = linkTools();
    });
    body(() => ({ shell: ["busybox", "sh"], environment: { PATH: tools } }));
  });
}

function linkTools(): string {
  const folder = join(temporaryFolder(), "bin");
  const busybox = spawnSync("which", ["busybox"], { encoding: "utf8" }).stdout.trim();
  mkdirSync(folder);
  const tools = execFileSync(busybox, ["--list"], { encoding: "utf8" }).split("\n");
  for (const tool of tools.filter((each) => each !== "")) symlinkSync(busybox, join(folder, tool));
  return folder;
}
