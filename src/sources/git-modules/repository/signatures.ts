// Whether what was fetched is signed by one of the keys that count: the tag, where it is one with a signature, else the commit. git
// judges, with these keys and no others.

import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import type { Fetched } from "./fetch.js";
import type { Git } from "./git.js";
import { type Keys, keysIn } from "./signing-keys.js";
import type { Signers } from "./sync-types.js";

type FetchedAs = Fetched & { readonly ref: string };

/** Throws MODULES_UNSIGNED, MODULES_SIGNERS_INVALID, MODULES_GIT_MISSING. */
export async function checkSignature(git: Git, fetched: FetchedAs, signers: Signers): Promise<void> {
  const keyFolder = mkdtempSync(join(git.gitFolder, "keys-"));
  try {
    const keys = await keysIn(keyFolder, signers, git.signal);
    if (await isSignedTag(git, fetched, keys)) return;
    const { exitCode, stderr } = await git.run(["verify-commit", fetched.commit], keys);
    const none =
      fetched.object === fetched.commit ? "it has no signature" : "it has none, and its tag none that counts";
    if (exitCode !== 0) throw unsigned(fetched.commit, stderr === "" ? none : `git says: ${stderr}`);
  } finally {
    rmSync(keyFolder, { recursive: true, force: true });
  }
}

/** Under the name that was asked for: a repository could offer an old tag under a new one. */
async function isSignedTag(git: Git, { ref, commit, object }: FetchedAs, keys: Keys): Promise<boolean> {
  if (object === commit) return false;
  const { exitCode, stdout } = await git.run(["verify-tag", "--format=%(tag)", object], keys);
  return exitCode === 0 && stdout.trim() === ref;
}

function unsigned(commit: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_UNSIGNED",
    message: `The commit ${commit.slice(0, 12)} is not signed by a key that counts: ${why}`,
    hint: "Find out who made it. Keys that count are in the files of Modules.AllowedSigners.",
    facts: { commit },
  });
}
