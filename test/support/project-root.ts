// Where the project is, and what of it other processes are started with.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The built program; `npm test` builds it first. */
export const programPath = join(projectRoot, "dist", "main.js");

/** Whether `npm run test:long` runs: suites then try more seeds and more paths. */
export const isLongRun = process.env["ORCHESTRATOR_TEST_LONG"] === "1";
