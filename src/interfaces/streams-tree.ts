// The pipes of a streams tree: stream-next, replaced for every reader, and streams/NAME, there from the moment its name
// is given until a reader has opened it. A second opening of a stream fails at once instead of waiting for ever.

import { closeSync, linkSync, mkdirSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { systemCodeOf } from "../base/index.js";
import { openIfRead, type Pipe, type PipePool } from "./pipe-pool.js";
import { socketFor } from "./pour.js";
import { STREAM_NEXT, STREAMS } from "./work-dir.js";

const SHORTEST_NAP_MILLISECONDS = 1;
const LONGEST_NAP_MILLISECONDS = 4;

/** Somebody who has opened stream-next and waits for a line: the writing end of that pipe. */
export type Visitor = number;

export interface StreamsTree {
  /** Waits until stream-next is opened and puts a fresh pipe in its place; undefined when the interface ended first. */
  visitor(): Promise<Visitor | undefined>;
  /** False when the visitor has left. */
  tell(visitor: Visitor, line: string): boolean;
  /** The empty read. From then on stream-next is an empty file, so that one read too many does no harm. */
  tellEnd(visitor: Visitor): void;
  offer(name: string): Promise<OfferedStream>;
  close(): Promise<void>;
}

export interface OfferedStream {
  /** Waits until it is opened. `disorder`: stream-next was opened again instead. */
  taker(): Promise<Socket | "disorder" | "aborted">;
}

/** Throws system errors of the work dir, as do all of the tree's functions. */
export async function createStreamsTree(setting: {
  readonly workDir: string;
  readonly pool: PipePool;
  readonly signal: AbortSignal;
}): Promise<StreamsTree> {
  const { workDir, pool, signal } = setting;
  const doorPath = join(workDir, STREAM_NEXT);
  const taken: Pipe[] = [];
  const held = new Set<number>();
  const sockets: Socket[] = [];

  async function takePipe(): Promise<Pipe> {
    const pipe = await pool.take();
    taken.push(pipe);
    return pipe;
  }

  async function hangDoor(): Promise<Pipe> {
    const pipe = await takePipe();
    removeIfThere(doorPath);
    linkSync(pipe.path, doorPath);
    return pipe;
  }

  mkdirSync(join(workDir, STREAMS), { mode: 0o700 });
  let door = await hangDoor();

  const release = (descriptor: number) => {
    held.delete(descriptor);
    closeSync(descriptor);
  };

  return {
    async visitor() {
      const reader = await nextReader([door], signal);
      if (reader === undefined) return undefined;
      held.add(reader.descriptor);
      door = await hangDoor();
      return reader.descriptor;
    },
    tell(visitor, line) {
      const isTold = writeLine(visitor, line);
      release(visitor);
      return isTold;
    },
    tellEnd(visitor) {
      removeIfThere(doorPath);
      writeFileSync(doorPath, "", { mode: 0o600 });
      release(visitor);
    },
    async offer(name) {
      const pipe = await takePipe();
      const path = join(workDir, STREAMS, name);
      linkSync(pipe.path, path);
      return {
        async taker() {
          const reader = await nextReader([pipe, door], signal);
          if (reader === undefined) return "aborted";
          if (reader.pipe === door) {
            held.add(reader.descriptor);
            return "disorder";
          }
          removeIfThere(path);
          const socket = socketFor(reader.descriptor);
          sockets.push(socket);
          return socket;
        },
      };
    },
    async close() {
      for (const descriptor of [...held]) release(descriptor);
      for (const socket of sockets) socket.destroy();
      // Whatever the interface has put in their places.
      for (const path of [doorPath, join(workDir, STREAMS)]) await rm(path, { recursive: true, force: true });
      await Promise.all(taken.map((pipe) => pool.giveBack(pipe)));
    },
  };
}

/** The first of the pipes that somebody reads. Opening never waits, so this asks again and again, a few milliseconds apart. */
async function nextReader(
  pipes: readonly Pipe[],
  signal: AbortSignal,
): Promise<{ readonly pipe: Pipe; readonly descriptor: number } | undefined> {
  for (let nap = SHORTEST_NAP_MILLISECONDS; !signal.aborted; nap = Math.min(nap * 1.25, LONGEST_NAP_MILLISECONDS)) {
    for (const pipe of pipes) {
      const descriptor = openIfRead(pipe.path);
      if (descriptor !== undefined) return { pipe, descriptor };
    }
    await delay(nap);
  }
  return undefined;
}

/** A pipe that was opened for this takes a line of this length at once. */
function writeLine(descriptor: number, line: string): boolean {
  try {
    writeSync(descriptor, line);
    return true;
  } catch (thrown) {
    if (systemCodeOf(thrown) === "EPIPE") return false;
    throw thrown;
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "ENOENT") throw thrown;
  }
}
