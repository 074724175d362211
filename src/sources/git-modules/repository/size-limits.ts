// How large a repository may be, so that a server which sends without end fills neither disk nor memory. While it is fetched the kernel
// sees to that, by limits of the process; of a commit, sizes are read before a file of it is written.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import { findProgram } from "../../../programs/index.js";
import { type Git, GitFailed, GitSaidTooMuch } from "./git.js";

/** What comes is one file, a pack, however few objects are said to be in it; and few threads, whose stacks count as memory. */
export const AS_ONE_PACK = ["fetch.unpackLimit=1", "pack.threads=2"];

/** Of git itself, besides what it holds of packs. */
const MEMORY_BYTES = 2 * 1024 ** 3;
const PACK_IN_THE_MAKING = /^tmp_pack_/;

/** What a command line begins with whose files may not grow beyond that; nothing where util-linux is missing, so that time alone is a bound. */
export function limiting(maxBytes: number): readonly string[] {
  const path = findProgram("prlimit");
  return path === undefined ? [] : [path, "--core=0", `--fsize=${maxBytes}`, `--as=${MEMORY_BYTES + 2 * maxBytes}`];
}

/** Whether a fetch that failed has come to its limit: the pack that was to be one is as large as it could be. */
export function isAtLimit({ gitFolder }: Git, maxBytes: number): boolean {
  const folder = join(gitFolder, "objects", "pack");
  const packs = existsSync(folder) ? readdirSync(folder).filter((name) => PACK_IN_THE_MAKING.test(name)) : [];
  return packs.some((name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) >= maxBytes);
}

/** Throws MODULES_REPOSITORY_TOO_LARGE, GitFailed. A small pack may well be files without end. */
export async function checkFiles(git: Git, commit: string, maxBytes: number): Promise<void> {
  const lines = (await listOf(git, commit, maxBytes)).split("\0");
  const sizes = lines.map((line) => Number(/^\S+ \S+ \S+ +(\d+)\t/.exec(line)?.[1] ?? 0));
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum > maxBytes) throw tooLarge(`its files have ${sum} bytes`, maxBytes);
}

/** So many files that their list is no answer are too many. */
async function listOf(git: Git, commit: string, maxBytes: number): Promise<string> {
  const args = ["ls-tree", "-r", "-l", "-z", "--full-tree", commit];
  const { exitCode, stdout, stderr } = await git.run(args).catch((thrown: unknown) => {
    throw thrown instanceof GitSaidTooMuch ? tooLarge("it has far too many files", maxBytes) : thrown;
  });
  if (exitCode !== 0) throw new GitFailed(stderr);
  return stdout;
}

export function tooLarge(why: string, maxBytes: number): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_REPOSITORY_TOO_LARGE",
    message: `The repository is larger than ${maxBytes} bytes: ${why}`,
    hint: "If it is meant to be, allow more with Modules.MaxSizeBytes; else find out who sends that.",
    facts: { maxBytes },
  });
}
