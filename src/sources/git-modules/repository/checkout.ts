// Makes the files of the working copy those of one commit, whatever they are now.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CopyLock } from "./copy-lock.js";
import type { Git } from "./git.js";
import { emptyCopy } from "./open-copy.js";

/** Undefined where the copy has no commit, or is on a branch. */
export function currentCommit({ gitFolder }: Git): string | undefined {
  try {
    const text = readFileSync(join(gitFolder, "HEAD"), "utf8").trim();
    return /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Throws GitFailed, MODULES_COPY_UNWRITABLE. A kill in the middle leaves a copy that is not clean; a git that outlives us keeps the
 * lock of the copy, since the next sync must not work beside it.
 */
export async function checkOut(git: Git, commit: string, { wasClean, lock }: HowToCheckOut): Promise<void> {
  if (!wasClean) emptyCopy(git);
  const options = ["--quiet", "--force", "--detach", "--no-recurse-submodules"];
  await git.output(["checkout", ...options, commit, "--"], { descriptors: [lock.descriptor] });
}

export interface HowToCheckOut {
  readonly wasClean: boolean;
  readonly lock: CopyLock;
}

const COLLECTING = [
  "gc.auto=500",
  "gc.autoPackLimit=20",
  "gc.autoDetach=false",
  "gc.pruneExpire=now",
  "gc.packRefs=false",
];

/** Old commits are of no use; without this they would stay for ever. A failure costs room alone. */
export async function collectGarbage(git: Git, lock: CopyLock): Promise<void> {
  await git.run(["gc", "--auto", "--quiet"], { config: COLLECTING, descriptors: [lock.descriptor] });
}
