// The pipe an interface prints into. Both ends are opened here; the child gets the writing one. It is a real pipe, since
// an interface may write to /dev/stderr, and one pipe can serve stdout and stderr so that lines keep their order.

import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import type { OutputSink } from "./output.js";
import { afterPatience } from "./patience.js";
import type { PipePool } from "./pipe-pool.js";

export interface OutputPipe {
  /** For the child. Blocking, as programs expect of their stdout. */
  readonly descriptor: number;
  /** To be called once the child has its copy. */
  handOver(): void;
  /** Whether everybody has closed it, at the latest after the given time. */
  endsWithin(milliseconds: number): Promise<boolean>;
  /** Stops reading and gives the pipe back. */
  close(): Promise<void>;
}

export async function openOutputPipe(pool: PipePool, sink: OutputSink): Promise<OutputPipe> {
  const pipe = await pool.take();
  const reading = openSync(pipe.path, constants.O_RDONLY | constants.O_NONBLOCK);
  const descriptor = openSync(pipe.path, constants.O_WRONLY);
  const socket = new Socket({ fd: reading, readable: true, writable: false });
  let hasEnded = false;
  const ended = new Promise<true>((resolve) => {
    socket.once("close", () => resolve(true));
  });
  socket.on("data", (chunk: Buffer) => sink.write(chunk));
  socket.once("end", () => {
    hasEnded = true;
    sink.end();
  });
  socket.on("error", () => undefined); // Followed by "close"; there is no more to read then.
  return {
    descriptor,
    handOver: () => closeSync(descriptor),
    async endsWithin(milliseconds) {
      if (hasEnded) return true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<false>((resolve) => {
        timer = afterPatience(milliseconds, () => resolve(false));
      });
      const isClosed = await Promise.race([ended, late]).finally(() => clearTimeout(timer));
      return isClosed || hasEnded;
    },
    async close() {
      socket.destroy();
      if (!hasEnded) sink.end();
      await pool.giveBack(pipe, hasEnded ? undefined : "abandoned");
    },
  };
}
