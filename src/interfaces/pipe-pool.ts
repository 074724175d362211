// Named pipes, made many at a time by the `mkfifo` program (Node cannot make them) and used again. They serve as the
// output of interfaces, because the sockets Node would give them cannot be opened as /dev/stderr, and as stream-next and
// streams/* of a work dir, where they appear as hard links: the pool's own name is out of an interface's way.
// A crash leaves the folder behind; the next pool of the same folder begins by removing it.

import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { mkdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemCodeOf } from "../base/index.js";

const run = promisify(execFile);
const SMALLEST_BATCH = 16;
const LARGEST_BATCH = 128;

export interface Pipe {
  readonly path: string;
}

export interface PipePool {
  take(): Promise<Pipe>;
  /** Takes a pipe back. One that somebody still reads, or that was abandoned by us with writers on it, is not used again. */
  giveBack(pipe: Pipe, abandoned?: "abandoned"): Promise<void>;
  /** Removes the folder, unless a pipe is in use. */
  removeIfIdle(): Promise<void>;
}

export function createPipePool(folder: string): PipePool {
  const free: Pipe[] = [];
  let inUse = 0;
  let waiting = 0;
  let made = 0;
  let filling: Promise<void> | undefined;

  async function fill(): Promise<void> {
    if (made === 0) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const count = Math.min(Math.max(SMALLEST_BATCH, waiting, made), LARGEST_BATCH);
    const names = Array.from({ length: count }, (_, index) => String(made + index));
    await run("mkfifo", ["-m", "600", ...names], { cwd: folder });
    made += count;
    free.push(...names.map((name) => ({ path: join(folder, name) })));
  }

  async function takeWaiting(): Promise<Pipe> {
    waiting += 1;
    try {
      for (;;) {
        const pipe = free.pop();
        if (pipe !== undefined) return pipe;
        filling ??= fill().finally(() => {
          filling = undefined;
        });
        await filling;
      }
    } finally {
      waiting -= 1;
    }
  }

  return {
    async take() {
      inUse += 1;
      try {
        return await takeWaiting();
      } catch (thrown) {
        inUse -= 1;
        throw thrown;
      }
    },
    async giveBack(pipe, abandoned) {
      inUse -= 1;
      if (abandoned !== undefined || isHeld(pipe))
        await unlink(pipe.path).catch(() => undefined); // At worst it goes with the folder.
      else free.push(pipe);
    },
    async removeIfIdle() {
      if (inUse > 0 || filling !== undefined) return;
      free.length = 0;
      made = 0;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens for writing without waiting; undefined while nobody reads. */
export function openIfRead(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENXIO") return undefined;
    throw thrown;
  }
}

function isHeld(pipe: Pipe): boolean {
  try {
    const descriptor = openIfRead(pipe.path);
    if (descriptor !== undefined) closeSync(descriptor);
    return descriptor !== undefined;
  } catch {
    return true; // Somebody removed it: not to be used again.
  }
}
