// Fetches one commit, by the name of a branch, a tag or the commit itself, as shallow as can be, under a name of our own that keeps
// it from being collected. The files of the copy stay as they are.

import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { OrchestratorError } from "../../../base/index.js";
import { isCommitName, isShortCommitName } from "./addresses.js";
import { type Git, GitFailed } from "./git.js";
import { AS_ONE_PACK, isAtLimit, limiting, tooLarge } from "./size-limits.js";

const NAMES = "refs/orchestrator";
const ALL = ["+refs/heads/*:refs/orchestrator/heads/*", "+refs/tags/*:refs/orchestrator/tags/*"];
const WHOLE_HISTORY = "2147483647";

export interface Fetched {
  /** What is fetched is known by this name from now on. */
  readonly name: string;
  readonly commit: string;
  /** Of an annotated tag its own object, else the commit. */
  readonly object: string;
}

interface Source {
  readonly url: string;
  /** Of what is sent at once. */
  readonly maxBytes: number;
}

export interface FetchRequest extends Source {
  readonly ref: string;
}

/** Throws MODULES_REF_UNKNOWN, MODULES_REPOSITORY_TOO_LARGE, and GitFailed with what git says. */
export async function fetchRef(git: Git, { ref, ...source }: FetchRequest): Promise<Fetched> {
  if (isCommitName(ref)) return await fetchNamed(git, source, ref);
  const branch = await fetchIfThere(git, source, `refs/heads/${ref}`);
  if (branch !== undefined) return branch;
  const tag = await fetchIfThere(git, source, `refs/tags/${ref}`);
  if (tag !== undefined) return tag;
  const commit = isShortCommitName(ref) ? await fetchShort(git, source, ref) : undefined;
  if (commit !== undefined) return commit;
  throw unknownRef(ref);
}

async function fetchIfThere(git: Git, source: Source, theirs: string): Promise<Fetched | undefined> {
  const name = ownName();
  const said = await fetchInto(git, { ...source, refspecs: [`+${theirs}:${name}`] });
  if (said === undefined) return await resolved(git, name, theirs.startsWith("refs/tags/"));
  if (said.includes("couldn't find remote ref")) return undefined;
  throw new GitFailed(said);
}

async function fetchNamed(git: Git, source: Source, commit: string): Promise<Fetched> {
  const name = ownName();
  const said = await fetchInto(git, { ...source, refspecs: [`+${commit}:${name}`] });
  if (said === undefined) return await resolved(git, name, true);
  if (/not our ref|couldn't find remote ref|not advertised|unadvertised object/.test(said)) throw unknownRef(commit);
  throw new GitFailed(said);
}

/** A server knows commits by their whole names alone, so all of the history is fetched to look for it. */
async function fetchShort(git: Git, source: Source, ref: string): Promise<Fetched | undefined> {
  const said = await fetchInto(git, { ...source, refspecs: ALL, depth: WHOLE_HISTORY });
  if (said !== undefined) throw new GitFailed(said);
  const { exitCode, stdout } = await git.run(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
  const commit = stdout.trim();
  return exitCode === 0 ? { name: `${NAMES}/heads`, commit, object: commit } : undefined;
}

interface FetchCall extends Source {
  readonly refspecs: readonly string[];
  readonly depth?: string;
}

/** What git says where it fails. */
async function fetchInto(git: Git, { url, maxBytes, refspecs, depth = "1" }: FetchCall): Promise<string | undefined> {
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--force"];
  const args = ["fetch", ...options, `--depth=${depth}`, "--end-of-options", url, ...refspecs];
  const { exitCode, stderr } = await git.run(args, { config: AS_ONE_PACK, by: limiting(maxBytes) });
  if (exitCode !== 0 && isAtLimit(git, maxBytes)) throw tooLarge("as much has come, and there is more", maxBytes);
  return exitCode === 0 ? undefined : stderr || `git fetch ended with exit code ${exitCode}`;
}

/** A git that outlived a killed sync may still fetch something else; it must not come between. */
function ownName(): string {
  return `${NAMES}/${randomUUID()}`;
}

async function resolved(git: Git, name: string, isTag: boolean): Promise<Fetched> {
  const object = looseRef(git, name) ?? (await git.output(["rev-parse", "--verify", name])).trim();
  if (!isTag) return { name, commit: object, object };
  const commit = (await git.output(["rev-parse", "--verify", `${name}^{commit}`])).trim();
  return { name, commit, object };
}

/** Spares a call of git where the name is in a file of its own. */
function looseRef({ gitFolder }: Git, name: string): string | undefined {
  try {
    const text = readFileSync(join(gitFolder, name), "utf8").trim();
    return isCommitName(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What was fetched before may then be collected. One name stays, since git says by it what it has already. */
export function forgetOthers({ gitFolder }: Git, { name }: Fetched): void {
  const folder = join(gitFolder, NAMES);
  try {
    const others = readdirSync(folder).filter((other) => other !== basename(name));
    for (const other of others) rmSync(join(folder, other), { recursive: true, force: true });
  } catch {
    // They cost room alone, and the next sync tries again.
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
