// Suites that cannot run here. Each is written down in the file that `npm test` names in the environment, so that it can
// say at the end what was left out and which one command would bring it in.

import { appendFileSync } from "node:fs";

export interface SkippedSuite {
  readonly suite: string;
  /** What is missing, for a person: `mender-artifact is missing`. */
  readonly reason: string;
  /** Debian packages that would bring it, none where no package does. */
  readonly packages: readonly string[];
}

export function recordSkip(skip: SkippedSuite): void {
  const file = process.env["ORCHESTRATOR_TEST_SKIPS"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(skip)}\n`);
}
