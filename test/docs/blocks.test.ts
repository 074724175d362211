// Blocks of the documents that are marked ```sh run``` are run, in order, one document at a time, in one shell each on the
// demo's system; a document may thus be followed by hand. A mark `exit=CODE` says how a block ends when not with 0; a block
// marked `text output` must be exactly what the block before it printed, times and ids aside. A block marked `file=NAME` is
// written to that file of the system's folder; one marked `makes=PATH` has made a file of that name there, the same as PATH in
// the project. `npx vitest run test/docs -u` writes those.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { normalize } from "../demo/normalize.js";
import { programPath, projectRoot, temporaryFolder } from "../support/index.js";
import { type FencedBlock, fencedBlocks } from "./markdown.js";

const documents = ["README.md", ...readdirSync(join(projectRoot, "docs")).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, blocks: fencedBlocks(readFileSync(join(projectRoot, name), "utf8")) }))
  .filter(({ blocks }) => blocks.some(isRun));

describe.each(documents)("$name", ({ blocks }) => {
  test("its marked blocks do what they say", async () => {
    const system = temporaryFolder();
    sh(`sh "${projectRoot}/demo/make-system.sh" "${system}" 2026`, system);
    let printed = "";
    for (const block of blocks) {
      if (block.info.includes("output")) expect(printed, `line ${block.line}`).toBe(normalize(block.text, system));
      const fileName = markOf(block, "file");
      if (fileName !== undefined) writeFileSync(join(system, basename(fileName)), block.text);
      if (!isRun(block)) continue;
      const result = sh(`. "${system}/env"\n${block.text}`, system);
      printed = normalize(result.output, system);
      expect(result.code, `line ${block.line}:\n${result.output}`).toBe(expectedCode(block));
      await expectMade(markOf(block, "makes"), system);
    }
  });
});

test("the program is built", () => {
  expect(sh(`"${programPath}" --version`, projectRoot).code).toBe(0);
});

function isRun(block: FencedBlock): boolean {
  return block.info[0] === "sh" && block.info.includes("run");
}

function expectedCode(block: FencedBlock): number {
  return Number(markOf(block, "exit") ?? 0);
}

async function expectMade(path: string | undefined, system: string): Promise<void> {
  if (path === undefined) return;
  await expect(readFileSync(join(system, basename(path)), "utf8")).toMatchFileSnapshot(join(projectRoot, path));
}

/** The value of `name=value` behind the language. */
function markOf({ info }: FencedBlock, name: string): string | undefined {
  return info.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

function sh(script: string, cwd: string): { readonly code: number | null; readonly output: string } {
  const { status, stdout } = spawnSync("sh", ["-c", `exec 2>&1\n${script}`], { cwd, encoding: "utf8" });
  return { code: status, output: stdout };
}
