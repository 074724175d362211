// Each story of demo/ is played as a person would, in both dialects, and what it prints is compared with its transcript in
// golden/. `npx vitest run test/demo -u` writes the transcripts; the difference is then for a reviewer to judge.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot, temporaryFolder } from "../support/index.js";
import { normalize } from "./normalize.js";

const demo = join(projectRoot, "demo");
const golden = join(projectRoot, "test", "demo", "golden");
const stories = readdirSync(demo).filter((name) => /^\d\d-.*\.sh$/.test(name));

describe.each(["2024", "2026"])("in the dialect of %s", (dialect) => {
  test.each(stories)("%s", async (story) => {
    const { code, transcript } = await play(story, dialect);
    expect(code, transcript).toBe(0);
    await expect(transcript).toMatchFileSnapshot(join(golden, dialect, story.replace(/\.sh$/, ".txt")));
  });
});

test("what `npm run demo` runs ends well and leaves nothing behind", async () => {
  const folder = temporaryFolder();
  const { code, transcript } = await play("run.sh", "2026", folder);
  expect(code, transcript).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

interface Played {
  readonly code: number;
  readonly transcript: string;
}

/** Output and error output go the same way, as they would on a terminal. */
function play(story: string, dialect: string, folder = temporaryFolder()): Promise<Played> {
  const script = `exec 2>&1; exec sh "${join(demo, story)}" ${dialect}`;
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
