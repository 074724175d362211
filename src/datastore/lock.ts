// One process works on a data store at a time. The lock is flock(2) on a file we hold open.

import { closeSync, constants, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError, systemCodeOf } from "../base/index.js";
import { lockFile, makeFolders, openRegularFile, readRegularFile } from "../durable/index.js";
import { unwritable } from "./refusals.js";

const MAX_NOTE_BYTES = 1024;

export interface Lock {
  release(): void;
}

/** Takes the lock at once or throws DATASTORE_LOCKED, DATASTORE_UNWRITABLE or DATASTORE_LOCK_UNAVAILABLE. */
export async function takeLock(root: string): Promise<Lock> {
  const path = join(root, "lock");
  const descriptor = openLockFile(root, path);
  try {
    await lockOrThrow(descriptor, path);
    noteHolder(descriptor);
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown instanceof OrchestratorError ? thrown : unwritable(path, thrown);
  }
  return { release: () => closeSync(descriptor) };
}

/**
 * The process that holds the lock, or undefined. Looks at the system's list of locks instead of trying the lock, which
 * would make a program that starts in the same moment fail. Where there is no such list, nobody is seen.
 */
export function lockHolder(root: string): number | undefined {
  const path = join(root, "lock");
  try {
    const inode = statSync(path).ino;
    const isHeld = new RegExp(`FLOCK .*:${inode} `).test(readFileSync("/proc/locks", "utf8"));
    return isHeld ? Number(holderIn(path)) : undefined;
  } catch (thrown) {
    if (systemCodeOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}

/** In place and always of one length, so that it needs no new room: a full disk must not stop a `resume`. */
function noteHolder(descriptor: number): void {
  writeSync(descriptor, `${process.pid}\n`.padStart(16), 0);
}

function holderIn(path: string): string {
  return readRegularFile(path, MAX_NOTE_BYTES).toString("utf8").trim();
}

function openLockFile(root: string, path: string): number {
  try {
    makeFolders(root);
    return openRegularFile(path, constants.O_RDWR | constants.O_CREAT);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

async function lockOrThrow(descriptor: number, path: string): Promise<void> {
  const locking = await lockFile(descriptor);
  switch (locking.kind) {
    case "locked":
      return;
    case "held":
      throw lockedError(path);
    case "unavailable":
      throw new OrchestratorError({
        code: "DATASTORE_LOCK_UNAVAILABLE",
        message: `the data store cannot be locked: ${locking.why}`,
        hint: "Install the program flock (package util-linux, or busybox).",
        facts: { path },
      });
  }
}

function lockedError(path: string): OrchestratorError {
  const holder = holderIn(path);
  return new OrchestratorError({
    code: "DATASTORE_LOCKED",
    message: `another process works on this data store${holder === "" ? "" : ` (pid ${holder})`}`,
    hint: "Wait until it has ended; `orchestrator status` shows what it does.",
    facts: { path, holder },
  });
}
