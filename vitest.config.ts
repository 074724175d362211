import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string };

export default defineConfig({
  define: { PROGRAM_VERSION: JSON.stringify(version) },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    // Real programs run on whatever machine this is; a time-out is for a hang, not for slowness: on two slow cores whose every
    // process may be stopped for seconds, half a minute is nothing.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: "forks",
    // A worker loads our modules once, not once a file, which was a third of the time. So a module of test/ keeps nothing between
    // files but what is true for all of them, and a test puts back what it changes of the process.
    isolate: false,
    // Some test is always waiting for a process.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
});
