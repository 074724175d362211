// Copies a stored tree beside its target by cp: within the kernel, and by sharing blocks where the file system can. For trees without
// extended attributes and ACLs only, since cp leaves some of them out (/etc/xattr.conf); those go through tar.
//
// Unlike tar, cp would not notice the end of whoever waits for it. So it holds a lock on the folder that it fills for as long as it
// lives, and whoever clears the folder away waits for that.

import { spawn } from "node:child_process";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { OrchestratorError, systemCodeOf } from "../../base/index.js";
import { lockFile } from "../../durable/index.js";
import { type Ended, endOf, environment } from "./child.js";
import { unpackFailure } from "./complaints.js";
import { fault } from "./faults.js";

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

export interface Copying {
  /** Of a copy that is whole, undefined. Never rejects with what cp says. */
  readonly failure: Promise<OrchestratorError | undefined>;
  stop(): void;
}

/** `from` is a file, or a folder whose content is meant. `to` is an empty folder that was made for it. */
export async function startCopying(from: string, isFolder: boolean, to: string): Promise<Copying> {
  const descriptor = openSync(to, FOLDER);
  try {
    refuseOthers(descriptor);
    await lockFile(descriptor); // Where there are no locks, whoever clears the folder away finds none either.
    const words = ["-a", "--reflink=auto", "--", isFolder ? `${from}/.` : from, "/proc/self/fd/3/."];
    const child = spawn("cp", words, { stdio: ["ignore", "ignore", "pipe", descriptor], env: environment() });
    return { failure: failureOf(endOf(child)), stop: () => child.kill("SIGKILL") };
  } finally {
    closeSync(descriptor);
  }
}

/** Whoever may write in the folder above could have put a folder of his own there. */
function refuseOthers(descriptor: number): void {
  if (fstatSync(descriptor).uid === process.geteuid?.()) return;
  throw fault("BACKUP_RESTORE_FAILED", "Somebody else has put a folder in the place of the copy. Nothing was touched.");
}

async function failureOf(ended: Promise<Ended>): Promise<OrchestratorError | undefined> {
  try {
    return unpackFailure(await ended, "cp");
  } catch (thrown) {
    if (thrown instanceof OrchestratorError) return thrown;
    throw thrown;
  }
}

const PAUSE_MILLISECONDS = 50;
const MOST_PAUSES = 1200;

/** Until nobody copies into it any more, whoever had started that. Rejects with BACKUP_RESTORE_FAILED after a minute. */
export async function untilCopied(folder: string): Promise<void> {
  for (let pauses = 0; await isCopiedInto(folder); pauses++) {
    if (pauses === MOST_PAUSES)
      throw fault("BACKUP_RESTORE_FAILED", `A program that an earlier restore had started still copies into ${folder}`);
    await setTimeout(PAUSE_MILLISECONDS);
  }
}

async function isCopiedInto(folder: string): Promise<boolean> {
  const descriptor = openedFolder(folder);
  if (descriptor === undefined) return false;
  try {
    return (await lockFile(descriptor)).kind === "held";
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined where it is not there, or is no folder. */
function openedFolder(path: string): number | undefined {
  try {
    return openSync(path, FOLDER);
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(systemCodeOf(thrown) ?? "")) return undefined;
    throw thrown;
  }
}
