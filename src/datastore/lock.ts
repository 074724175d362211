// One process works on a data store at a time. The lock is flock(2) on a file we hold open: the system frees it when the
// process is gone, however it went, so there is no stale lock and no time-out to wait for.

import { spawn } from "node:child_process";
import { closeSync, constants, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { OrchestratorError, systemCodeOf } from "../base/index.js";
import { makeFolders, unwritable } from "./durable.js";

export interface Lock {
  release(): void;
}

/** Takes the lock at once or throws DATASTORE_LOCKED, DATASTORE_UNWRITABLE or DATASTORE_LOCK_UNAVAILABLE. */
export async function takeLock(root: string): Promise<Lock> {
  const path = join(root, "lock");
  const descriptor = openLockFile(root, path);
  try {
    await flock(descriptor, path);
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
    return isHeld ? Number(readFileSync(path, "utf8")) : undefined;
  } catch (thrown) {
    if (systemCodeOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}

/** In place and always of one length, so that it needs no new room: a full disk must not stop a `resume`. */
function noteHolder(descriptor: number): void {
  writeSync(descriptor, `${process.pid}\n`.padStart(16), 0);
}

function openLockFile(root: string, path: string): number {
  try {
    makeFolders(root);
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (thrown) {
    throw unwritable(path, thrown);
  }
}

/**
 * The program locks the open file that it inherits as descriptor 3; the lock stays ours when it has ended. Node's own
 * spawn, since execa does not hand on a descriptor.
 */
async function flock(descriptor: number, path: string): Promise<void> {
  const child = spawn("flock", ["-xn", "3"], { stdio: ["ignore", "ignore", "ignore", descriptor] });
  const exitCode = await new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code ?? undefined));
  });
  if (exitCode === 0) return;
  if (exitCode === 1) throw lockedError(path);
  throw new OrchestratorError({
    code: "DATASTORE_LOCK_UNAVAILABLE",
    message: `the data store cannot be locked: ${exitCode === undefined ? "flock did not run" : `flock exited with ${exitCode}`}`,
    hint: "Install the program flock (package util-linux, or busybox).",
    facts: { path },
  });
}

function lockedError(path: string): OrchestratorError {
  const holder = readFileSync(path, "utf8").trim();
  return new OrchestratorError({
    code: "DATASTORE_LOCKED",
    message: `another process works on this data store${holder === "" ? "" : ` (pid ${holder})`}`,
    hint: "Wait until it has ended; `orchestrator status` shows what it does.",
    facts: { path, holder },
  });
}
