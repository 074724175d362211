// Folders of a test's own, removed when its test file is through. ORCHESTRATOR_TEST_KEEP=1 leaves them for a look.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** A new, empty folder; its absolute path, without symbolic links in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "orchestrator-test-"));
  made.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  if (process.env["ORCHESTRATOR_TEST_KEEP"] === "1") return;
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
