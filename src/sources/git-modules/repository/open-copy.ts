// The working copy as a folder: whether it is ours, made where there is none, and freed of what a killed git left. A copy that a person
// made is taken over if nothing in it would be lost. What is in it is git's.

import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../../../base/index.js";
import { type Git, GitFailed } from "./git.js";

/** In `.git`, where no checkout reaches. */
const MARK = "orchestrator";
const MARK_TEXT = "This working copy belongs to update-orchestrator, which throws away whatever is changed in it.\n";

/** Everything that could change what a file is on its way out of the repository. */
const ATTRIBUTES = "* -filter -text -ident -working-tree-encoding -eol -export-subst\n";

/** What is under way in a copy: a rebase, a merge, and so on. */
const UNDER_WAY =
  /^(rebase-(merge|apply)|sequencer|(MERGE|CHERRY_PICK|REVERT|BISECT|REBASE)_[A-Z]+|BISECT_.*|AUTO_MERGE)$/;

/** Whether there was none yet. Throws MODULES_COPY_FOREIGN, MODULES_COPY_UNWRITABLE. */
export async function openCopy(git: Git): Promise<{ readonly isNew: boolean }> {
  const kind = kindOf(git);
  if (kind === "foreign") throw foreign(git.folder, "it is neither empty nor a git repository of this user");
  if (kind === "clone") await adopt(git);
  if (kind === "none") mark(git);
  if (!existsSync(join(git.gitFolder, "HEAD")) || kind === "none") await init(git);
  removeLeftovers(git);
  return { isNew: kind === "none" };
}

/** Again as after `openCopy` made it. */
export async function makeCopy(git: Git): Promise<void> {
  mark(git);
  await init(git);
}

type CopyKind = "none" | "ours" | "clone" | "foreign";

function kindOf({ folder, gitFolder }: Git): CopyKind {
  refuseShared(folder);
  const names = namesIn(folder);
  if (names.length === 0) return "none";
  const stats = lstatSync(gitFolder, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true || !isOwn(gitFolder)) return "foreign";
  const inside = namesIn(gitFolder);
  if (inside.includes(MARK)) return "ours";
  return inside.length === 0 && names.length === 1 ? "none" : "clone";
}

/** Whoever can put files into it decides what is run. */
function refuseShared(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isDirectory()) return;
  if (stats.uid !== process.geteuid?.()) throw foreign(folder, "it belongs to somebody else");
  const isOthers = (stats.mode & 0o002) !== 0 || ((stats.mode & 0o020) !== 0 && stats.gid !== process.getegid?.());
  if (isOthers) throw foreign(folder, "it can be written by others");
}

function isOwn(path: string): boolean {
  return lstatSync(path).uid === process.geteuid?.();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return [];
    if (systemCodeOf(thrown) === "ENOTDIR") throw foreign(folder, "it is not a folder");
    throw unwritable(folder, thrown);
  }
}

/** The mark comes first: what a crash leaves of the rest is then known to be ours. */
function mark({ folder, gitFolder }: Git): void {
  try {
    mkdirSync(gitFolder, { recursive: true, mode: 0o700 });
    writeFileSync(join(gitFolder, MARK), MARK_TEXT);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

async function init(git: Git): Promise<void> {
  await git.output(["init", "--quiet", "--template=", "--", git.folder]);
}

async function adopt(git: Git): Promise<void> {
  const isBusy = namesIn(git.gitFolder).some((name) => UNDER_WAY.test(name));
  if (isBusy) throw foreign(git.folder, "it is a repository in which something is under way");
  if (!(await isClean(git)))
    throw foreign(git.folder, "it is a repository with changes, or with files that it does not know");
  mark(git);
}

/** Whether it has exactly the files of its commit. Of a sparse checkout, git itself would say so of whatever is missing. */
export async function isClean(git: Git): Promise<boolean> {
  if (existsSync(join(git.gitFolder, "info", "sparse-checkout"))) return false;
  const options = ["--porcelain", "-z", "--untracked-files=normal", "--ignored=traditional", "--no-renames"];
  const { exitCode, stdout } = await git.run(["status", ...options, "--ignore-submodules=all"]);
  return exitCode === 0 && stdout === "";
}

/** What has come of a fetch that failed. It may fill the disk; if it cannot be removed now, the next sync does. */
export function removeUnfinished({ gitFolder }: Git): void {
  try {
    removeIn(gitFolder, UNFINISHED);
  } catch {
    // Why the fetch failed is what is told.
  }
}

type Leftovers = readonly (readonly [inside: string, leftover: RegExp])[];

const UNFINISHED: Leftovers = [
  ["objects/pack", /^(tmp_|\.tmp-)/],
  ["objects", /^(incoming-|tmp_)/],
];

function removeIn(gitFolder: string, leftovers: Leftovers): void {
  for (const [inside, leftover] of leftovers) {
    const names = namesIn(join(gitFolder, inside)).filter((name) => leftover.test(name));
    for (const name of names) rmSync(join(gitFolder, inside, name), { recursive: true, force: true });
  }
}

/** Nobody else works on it, so every lock in it is of a git that is gone. Nothing else is removed than what is of no use. */
function removeLeftovers({ folder, gitFolder }: Git): void {
  try {
    removeIn(gitFolder, [["", /\.lock$/], ["refs/orchestrator", /\.lock$/], ...UNFINISHED]);
    mkdirSync(join(gitFolder, "info"), { recursive: true });
    writeFileSync(join(gitFolder, "info", "attributes"), ATTRIBUTES);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** Takes away everything but `.git`, and in it what a checkout goes by: for a copy in which somebody has changed something. */
export function emptyCopy({ folder, gitFolder }: Git): void {
  try {
    for (const name of namesIn(folder)) {
      if (name !== ".git") rmSync(join(folder, name), { recursive: true, force: true });
    }
    const stale = ["index", "info/sparse-checkout", ...namesIn(gitFolder).filter((name) => UNDER_WAY.test(name))];
    for (const name of stale) rmSync(join(gitFolder, name), { recursive: true, force: true });
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

function foreign(folder: string, why: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_COPY_FOREIGN",
    message: `${folder} cannot be the working copy: ${why}`,
    hint: "Name a folder with --local-repo that is empty or not there yet.",
    facts: { folder },
  });
}

export function unwritable(folder: string, thrown: unknown): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  const why = thrown instanceof GitFailed ? thrown.said : messageOf(thrown);
  return new OrchestratorError({
    code: "MODULES_COPY_UNWRITABLE",
    message: `The working copy ${folder} cannot be written: ${why}`,
    hint: "Check its permissions and the free space.",
    cause: thrown,
  });
}
