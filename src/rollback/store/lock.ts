// One process works on a folder of backups at a time. The lock is flock(2) on a file that is held open: it goes with its process.

import { closeSync, constants, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Clock, OrchestratorError } from "../../base/index.js";
import { lockFile, openRegularFile } from "../../durable/index.js";
import { LOCK_FILE } from "./layout.js";
import { cancelled, unwritable } from "./refusals.js";

export interface LockRequest {
  readonly folder: string;
  readonly clock: Clock;
  /** How long another process may keep us waiting; 0 refuses at once. */
  readonly waitMilliseconds: number;
  readonly signal?: AbortSignal;
}

export interface Lock {
  release(): void;
}

/** Of the holder's number in the file. */
const NOTE_BYTES = 16;
const FIRST_PAUSE_MILLISECONDS = 25;
const LONGEST_PAUSE_MILLISECONDS = 400;

/** Rejects with BACKUP_LOCKED when the time is over. The folder is there. */
export async function takeLock(request: LockRequest): Promise<Lock> {
  const path = join(request.folder, LOCK_FILE);
  const descriptor = openLockFile(path);
  try {
    await waitForLock(descriptor, path, request);
    // In place and always of one length, so that it needs no new room on a full disk.
    writeSync(descriptor, `${process.pid}\n`.padStart(NOTE_BYTES), 0);
  } catch (thrown) {
    closeSync(descriptor);
    throw unwritable(path, thrown);
  }
  return { release: () => closeSync(descriptor) };
}

function openLockFile(path: string): number {
  try {
    return openRegularFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

async function waitForLock(descriptor: number, path: string, { clock, waitMilliseconds, signal }: LockRequest) {
  const end = clock.monotonic() + waitMilliseconds;
  for (let pause = FIRST_PAUSE_MILLISECONDS; !(await isLocked(descriptor)); ) {
    if (signal?.aborted === true) throw cancelled("waiting for the lock of the backups");
    if (clock.monotonic() >= end) throw held(descriptor, path);
    await clock.sleep(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
  }
}

async function isLocked(descriptor: number): Promise<boolean> {
  const locking = await lockFile(descriptor);
  if (locking.kind !== "unavailable") return locking.kind === "locked";
  throw new OrchestratorError({
    code: "BACKUP_TOOL_MISSING",
    message: `the folder of the backups cannot be locked: ${locking.why}`,
    hint: "Install the program flock (package util-linux, or busybox).",
  });
}

function held(descriptor: number, path: string): OrchestratorError {
  const said = Buffer.alloc(NOTE_BYTES);
  const holder = said.toString("utf8", 0, readSync(descriptor, said, 0, NOTE_BYTES, 0)).trim();
  return new OrchestratorError({
    code: "BACKUP_LOCKED",
    message: `another process works on these backups${holder === "" ? "" : ` (pid ${holder})`}`,
    hint: "Wait until it has ended; the lock frees itself when the process is gone.",
    facts: { path, holder },
  });
}
