// Work on the folder by one task at a time: those of this process in turn, other processes by the lock. What a crash has left of a
// restore is brought to an end before anything else is done.

import { type Stats, statSync } from "node:fs";
import type { Clock, Log } from "../../base/index.js";
import { OrchestratorError } from "../../base/index.js";
import { makeFolders } from "../../durable/index.js";
import type { Disk } from "./disk.js";
import type { Kinds } from "./kinds.js";
import { takeLock } from "./lock.js";
import { cancelled, unwritable } from "./refusals.js";

export interface StoreContext {
  /** Absolute. */
  readonly folder: string;
  readonly kinds: Kinds;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  /** How long another process may keep us waiting. */
  readonly waitMilliseconds: number;
  readonly queue: Queue;
}

export type Queue = <Value>(task: () => Promise<Value>) => Promise<Value>;

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return mine;
  };
}

export function exclusively<Value>(
  context: StoreContext,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  const { folder, clock, waitMilliseconds } = context;
  return context.queue(async () => {
    if (signal.aborted) throw cancelled("work on the backups");
    makeFolder(folder);
    const lock = await takeLock({ folder, clock, waitMilliseconds, signal });
    try {
      await context.kinds.repair(folder);
      return await work();
    } finally {
      lock.release();
    }
  });
}

/** Whoever can put files into the folder decides what a restore writes. */
function makeFolder(folder: string): void {
  const { mode, uid } = statsOf(folder);
  const me = process.geteuid?.() ?? uid;
  if (uid !== me) throw ofOthers(folder, "belongs to somebody else", `chown ${me} ${folder}`);
  if ((mode & 0o022) !== 0) throw ofOthers(folder, "can be written by others", `chmod 700 ${folder}`);
}

function ofOthers(folder: string, why: string, remedy: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_UNWRITABLE",
    message: `the folder of the backups, ${folder}, ${why}`,
    hint: `Use a folder of its own, or: ${remedy}`,
    facts: { path: folder },
  });
}

function statsOf(folder: string): Stats {
  try {
    makeFolders(folder);
    return statSync(folder);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}
