// Brings the working copy to what a branch, a tag or a commit of the repository is now. Until everything has been fetched, and its
// signature checked, the copy stays as it is; a copy that is broken is made anew.

import { renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OrchestratorError } from "../../../base/index.js";
import { syncFolder } from "../../../durable/index.js";
import { shownLocation } from "../../../model/index.js";
import { modulesFolderOf } from "../place.js";
import { checkRef, checkUrl } from "./addresses.js";
import { checkOut, collectGarbage, currentCommit } from "./checkout.js";
import { besideCopy, type CopyLock, lockCopy } from "./copy-lock.js";
import { type Fetched, fetchRef, forgetOthers } from "./fetch.js";
import { type Git, GitFailed, gitIn } from "./git.js";
import { isClean, makeCopy, openCopy, removeUnfinished, unwritable } from "./open-copy.js";
import { checkSignature } from "./signatures.js";
import { checkFiles } from "./size-limits.js";
import type { Synced, SyncRequest } from "./sync-types.js";

/**
 * Throws MODULES_URL_REFUSED, MODULES_REF_UNKNOWN, MODULES_SYNC_FAILED, MODULES_SYNC_TIMEOUT, MODULES_REPOSITORY_TOO_LARGE,
 * MODULES_UNSIGNED, MODULES_COPY_…, MODULES_SIGNERS_INVALID, MODULES_GIT_MISSING, CANCELLED; then the copy is as it was, and nobody holds its lock.
 */
export async function syncRepository(request: SyncRequest): Promise<Synced> {
  checkUrl(request.url);
  checkRef(request.ref);
  const deadline = AbortSignal.timeout(request.timeoutSeconds * 1000);
  const signal = AbortSignal.any([request.signal, deadline]);
  const lock = await takeLock(request, signal);
  try {
    return await syncLocked(request, gitIn(request.folder, signal), lock);
  } catch (thrown) {
    lock.release();
    throw refusal(thrown, request, deadline);
  }
}

async function takeLock(request: SyncRequest, signal: AbortSignal): Promise<CopyLock> {
  try {
    return await lockCopy(request.folder, signal);
  } catch (thrown) {
    throw request.signal.aborted ? cancelled() : thrown;
  }
}

async function syncLocked(request: SyncRequest, git: Git, lock: CopyLock): Promise<Synced> {
  const { isNew } = await openCopy(git);
  const before = currentCommit(git);
  sayBegin(request, before);
  const commit = await bringUp({ ...request, lock }, git, isNew);
  sayEnd(request, before, commit);
  const { folder } = request;
  const modulesFolder = modulesFolderOf(folder);
  return { commit, folder, modulesFolder, isChanged: commit !== before, isNew, release: lock.release };
}

type LockedRequest = SyncRequest & { readonly lock: CopyLock };

async function bringUp(request: LockedRequest, git: Git, isNew: boolean): Promise<string> {
  try {
    return await fetchAndCheckOut(request, git);
  } catch (thrown) {
    if (isNew) rmSync(git.folder, { recursive: true, force: true });
    else removeUnfinished(git);
    if (isNew || !mayBeTheCopy(thrown)) throw thrown;
    request.log.debug(`the working copy is made anew, since git says: ${thrown.said}`);
    return await startAnew(request, git);
  }
}

/** The state of the files is looked at while git waits for the network. */
async function fetchAndCheckOut(request: LockedRequest, git: Git): Promise<string> {
  const looking = isClean(git).catch(() => false);
  const fetched = await fetchChecked(request, git).finally(() => looking);
  const wasClean = await looking;
  const isThere = wasClean && currentCommit(git) === fetched.commit;
  if (!isThere) await checkFiles(git, fetched.commit, request.maxBytes);
  if (!isThere) await checkOut(git, fetched.commit, { wasClean, lock: request.lock });
  forgetOthers(git, fetched);
  if (!isThere) await collectGarbage(git, request.lock);
  return fetched.commit;
}

async function fetchChecked(request: SyncRequest, git: Git): Promise<Fetched> {
  const fetched = await fetchRef(git, request);
  if (request.signers !== undefined) await checkSignature(git, { ...fetched, ref: request.ref }, request.signers);
  return fetched;
}

/** What git says where the other side or the disk is at fault; then a new copy would be no better. */
const NOT_THE_COPY =
  /unable to access|resolve host|Could not read from remote|[Cc]onnection|does not appear to be a git repository|Authentication|could not read Username|not allowed|dubious ownership|No space left|[Oo]ut of memory|Disk quota|Permission denied|Read-only/;

function mayBeTheCopy(thrown: unknown): thrown is GitFailed {
  return thrown instanceof GitFailed && !NOT_THE_COPY.test(thrown.said);
}

/** Beside the old copy, which gives way when the new one is complete. A crash in between leaves none, which the next sync makes. */
async function startAnew(request: LockedRequest, { folder, signal }: Git): Promise<string> {
  const [fresh, old] = [besideCopy(folder, "new"), besideCopy(folder, "old")];
  try {
    for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
    const git = gitIn(fresh, signal);
    await makeCopy(git);
    const commit = await fetchAndCheckOut(request, git);
    renameSync(folder, old);
    renameSync(fresh, folder);
    syncFolder(dirname(folder));
    return commit;
  } finally {
    for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
  }
}

function sayBegin({ url, folder, log }: SyncRequest, before: string | undefined): void {
  const shown = shownLocation(url);
  log.info(before === undefined ? `Cloning repository ${shown} to ${folder}` : `Pulling latest changes from ${shown}`);
}

function sayEnd({ log }: SyncRequest, before: string | undefined, commit: string): void {
  if (before === undefined) log.info("Git clone completed");
  else
    log.info(
      `Git pull completed: ${before === commit ? "Already up to date." : `${before.slice(0, 12)} → ${commit.slice(0, 12)}`}`,
    );
}

function refusal(
  thrown: unknown,
  { signal, url, folder, timeoutSeconds }: SyncRequest,
  deadline: AbortSignal,
): unknown {
  if (signal.aborted) return cancelled();
  if (deadline.aborted) return tooSlow(shownLocation(url), timeoutSeconds);
  if (thrown instanceof GitFailed) return failed(shownLocation(url), thrown.said);
  return thrown instanceof OrchestratorError ? thrown : unwritable(folder, messageOf(thrown));
}

function cancelled(): OrchestratorError {
  return new OrchestratorError({ code: "CANCELLED", message: "cancelled before anything was touched" });
}

function tooSlow(url: string, seconds: number): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_SYNC_TIMEOUT",
    message: `${url} was not fetched in ${seconds} s`,
    hint: "Try again, or allow more time with --sync-timeout.",
    facts: { url, seconds },
  });
}

const OWNER_HINT =
  "git takes nothing from a folder of another user: let its owner run `git daemon` or a server, or allow it with `git config --global --add safe.directory FOLDER`.";

function failed(url: string, said: string): OrchestratorError {
  return new OrchestratorError({
    code: "MODULES_SYNC_FAILED",
    message: `Git operation failed: ${said}`,
    hint: said.includes("dubious ownership") ? OWNER_HINT : "See whether the URL is right, and the network is there.",
    facts: { url },
  });
}
