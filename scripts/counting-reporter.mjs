// Counts the tests of a vitest run into the file that scripts/test.mjs names. A test file that could not be loaded, and a
// hook of a suite that failed, count as one failure each.

import { writeFileSync } from "node:fs";

const STATES = { passed: "passed", failed: "failed", skipped: "skipped", pending: "skipped" };

/** Vitest loads reporters by their default export. */
export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) counts[STATES[test.result().state]] += 1;
    }
    const file = process.env.ORCHESTRATOR_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
