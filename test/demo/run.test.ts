// What `npm run demo` runs, as it runs in CI.

import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/index.js";
import { play } from "./play.js";

test("the demo ends well and leaves nothing behind", async () => {
  const folder = temporaryFolder();
  const { code, transcript } = await play("run.sh", "2026", folder);
  expect(code, transcript).toBe(0);
  expect(transcript).toContain("Everything went as it should.");
  expect(readdirSync(folder)).toEqual([]);
});
