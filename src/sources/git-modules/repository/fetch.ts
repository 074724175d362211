// Fetches one commit, by the name of a branch, a tag or the commit itself, as shallow as can be, under a name of our own that keeps
// it from being collected. The files of the copy stay as they are.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import { isCommitName, isShortCommitName } from "./addresses.js";
import { type Git, GitFailed } from "./git.js";

const INCOMING = "refs/orchestrator/incoming";
const ALL = ["+refs/heads/*:refs/orchestrator/heads/*", "+refs/tags/*:refs/orchestrator/tags/*"];
const WHOLE_HISTORY = "2147483647";

export interface Fetched {
  readonly commit: string;
  /** Of an annotated tag its own object, else the commit. */
  readonly object: string;
}

export interface FetchRequest {
  readonly url: string;
  readonly ref: string;
}

/** Throws MODULES_REF_UNKNOWN, and GitFailed with what git says. */
export async function fetchRef(git: Git, { url, ref }: FetchRequest): Promise<Fetched> {
  if (isCommitName(ref)) return await fetchNamed(git, url, ref);
  const branch = await fetchIfThere(git, url, `refs/heads/${ref}`);
  if (branch !== undefined) return branch;
  const tag = await fetchIfThere(git, url, `refs/tags/${ref}`);
  if (tag !== undefined) return tag;
  const commit = isShortCommitName(ref) ? await fetchShort(git, url, ref) : undefined;
  if (commit !== undefined) return commit;
  throw unknownRef(ref);
}

async function fetchIfThere(git: Git, url: string, name: string): Promise<Fetched | undefined> {
  const said = await fetchInto(git, { url, refspecs: [`+${name}:${INCOMING}`] });
  if (said === undefined) return await resolved(git, name.startsWith("refs/tags/"));
  if (said.includes("couldn't find remote ref")) return undefined;
  throw new GitFailed(said);
}

async function fetchNamed(git: Git, url: string, commit: string): Promise<Fetched> {
  const said = await fetchInto(git, { url, refspecs: [`+${commit}:${INCOMING}`] });
  if (said === undefined) return await resolved(git, true);
  if (/not our ref|couldn't find remote ref|not advertised|unadvertised object/.test(said)) throw unknownRef(commit);
  throw new GitFailed(said);
}

/** A server knows commits by their whole names alone, so all of the history is fetched to look for it. */
async function fetchShort(git: Git, url: string, ref: string): Promise<Fetched | undefined> {
  const said = await fetchInto(git, { url, refspecs: ALL, depth: WHOLE_HISTORY });
  if (said !== undefined) throw new GitFailed(said);
  const { exitCode, stdout } = await git.run(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  const commit = stdout.trim();
  return exitCode === 0 ? { commit, object: commit } : undefined;
}

interface FetchCall {
  readonly url: string;
  readonly refspecs: readonly string[];
  readonly depth?: string;
}

/** What git says where it fails. */
async function fetchInto(git: Git, { url, refspecs, depth = "1" }: FetchCall): Promise<string | undefined> {
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--force"];
  const { exitCode, stderr } = await git.run([
    ...["fetch", ...options, `--depth=${depth}`, "--end-of-options"],
    ...[url, ...refspecs],
  ]);
  return exitCode === 0 ? undefined : stderr || `git fetch ended with exit code ${exitCode}`;
}

async function resolved(git: Git, isTag: boolean): Promise<Fetched> {
  const object = looseRef(git) ?? (await git.output(["rev-parse", "--verify", INCOMING])).trim();
  if (!isTag) return { commit: object, object };
  const commit = (await git.output(["rev-parse", "--verify", `${INCOMING}^{commit}`])).trim();
  return { commit, object };
}

/** Spares a call of git where the name is in a file of its own. */
function looseRef({ gitFolder }: Git): string | undefined {
  try {
    const text = readFileSync(join(gitFolder, INCOMING), "utf8").trim();
    return isCommitName(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function unknownRef(ref: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_REF_UNKNOWN",
    message: `The repository has no branch, tag or commit ${JSON.stringify(ref)}`,
    hint: "Name one that it has with --branch.",
    facts: { ref },
  });
}
