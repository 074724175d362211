// One process works on a working copy at a time, from the sync to the end of what it reads. The lock is beside the copy, which may
// be replaced whole; it goes with its process.

import { closeSync, constants } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { messageOf, OrchestratorError } from "../../../base/index.js";
import { lockFile, makeFolders, openRegularFile } from "../../../durable/index.js";

export interface CopyLock {
  /** Whoever inherits it holds the lock, too. */
  readonly descriptor: number;
  /** May be called twice. */
  release(): void;
}

const FIRST_PAUSE_MILLISECONDS = 25;
const LONGEST_PAUSE_MILLISECONDS = 400;

/** `.NAME.suffix` beside the copy. */
export function besideCopy(folder: string, suffix: string): string {
  return join(dirname(folder), `.${basename(folder)}.${suffix}`);
}

/** Throws MODULES_COPY_LOCKED when `signal` says that it has taken too long, MODULES_COPY_UNWRITABLE. */
export async function lockCopy(folder: string, signal: AbortSignal): Promise<CopyLock> {
  const path = besideCopy(folder, "lock");
  const descriptor = openLockFile(path);
  try {
    for (let wait = FIRST_PAUSE_MILLISECONDS; !(await isLocked(descriptor)); wait = longer(wait)) {
      await waitOr(wait, signal, folder);
    }
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
  return { descriptor, release: onceOnly(() => closeSync(descriptor)) };
}

function longer(milliseconds: number): number {
  return Math.min(2 * milliseconds, LONGEST_PAUSE_MILLISECONDS);
}

async function waitOr(milliseconds: number, signal: AbortSignal, folder: string): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
  if (!signal.aborted) return;
  throw new OrchestratorError({
    code: "MODULES_COPY_LOCKED",
    message: `Another process syncs ${folder}, or reads it`,
    hint: "Wait until it has ended; the lock frees itself when the process is gone.",
  });
}

function openLockFile(path: string): number {
  try {
    makeFolders(dirname(path));
    return openRegularFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW);
  } catch (thrown) {
    throw unlockable(path, messageOf(thrown));
  }
}

async function isLocked(descriptor: number): Promise<boolean> {
  const locking = await lockFile(descriptor);
  if (locking.kind !== "unavailable") return locking.kind === "locked";
  throw unlockable("the working copy", `${locking.why} (package util-linux, or busybox)`);
}

function unlockable(path: string, why: string): OrchestratorError {
  const hint = "Check the permissions of its folder, or name another one with --local-repo.";
  return new OrchestratorError({ code: "MODULES_COPY_UNWRITABLE", message: `${path} cannot be locked: ${why}`, hint });
}

function onceOnly(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
