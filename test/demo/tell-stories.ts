// Each story of demo/ is played as a person would, and what it prints is compared with its transcript in golden/. `npx vitest
// run test/demo -u` writes the transcripts; the difference is then for a reviewer to judge.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../support/index.js";
import { demoFolder, play } from "./play.js";

const golden = join(projectRoot, "test", "demo", "golden");
const stories = readdirSync(demoFolder).filter((name) => /^\d\d-.*\.sh$/.test(name));

export function tellStories(dialect: "2024" | "2026"): void {
  describe(`in the dialect of ${dialect}`, () => {
    test.each(stories)("%s", async (story) => {
      const { code, transcript } = await play(story, dialect);
      expect(code, transcript).toBe(0);
      await expect(transcript).toMatchFileSnapshot(join(golden, dialect, story.replace(/\.sh$/, ".txt")));
    });
  });
}
