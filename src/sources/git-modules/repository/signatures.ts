// Whether what was fetched is signed by one of the keys that count: the tag, where it is one with a signature, else the commit. git
// judges, with these keys and no others.

import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import type { Fetched } from "./fetch.js";
import type { Git } from "./git.js";
import { type Keys, keysIn } from "./signing-keys.js";
import type { Signers } from "./sync-types.js";

/** Throws MODULES_UNSIGNED, MODULES_SIGNERS_INVALID, MODULES_GIT_MISSING. */
export async function checkSignature(git: Git, { commit, object }: Fetched, signers: Signers): Promise<void> {
  const keyFolder = mkdtempSync(join(git.gitFolder, "keys-"));
  try {
    const keys = await keysIn(keyFolder, signers, git.signal);
    if (object !== commit && (await verified(git, ["verify-tag", "--raw", object], keys)) === undefined) return;
    const why = await verified(git, ["verify-commit", "--raw", commit], keys);
    if (why !== undefined) throw unsigned(commit, why);
  } finally {
    rmSync(keyFolder, { recursive: true, force: true });
  }
}

/** Nothing where the signature is good, else why it is not. */
async function verified(git: Git, args: readonly string[], { config, env }: Keys): Promise<string | undefined> {
  const { exitCode, stderr } = await git.run(args, { config, env });
  if (exitCode === 0) return undefined;
  return stderr === "" ? "it has no signature" : `git says: ${stderr}`;
}

function unsigned(commit: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_UNSIGNED",
    message: `The commit ${commit.slice(0, 12)} is not signed by a key that counts: ${why}`,
    hint: "Find out who made it. Keys that count are in the files of Modules.AllowedSigners.",
    facts: { commit },
  });
}
