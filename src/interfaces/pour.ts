// Writes a stream into a named pipe through the event loop, so that an interface that reads slowly, or not at all, holds
// no thread. The pipe is left open: whoever opened it decides when the reader may see the end.

import { once } from "node:events";
import { Socket } from "node:net";
import type { Readable } from "node:stream";

/** `left`: the reader closed the pipe before all was written. `aborted`: the signal came first. */
export type PourEnd = "done" | "left" | "aborted";

export function socketFor(descriptor: number): Socket {
  const socket = new Socket({ fd: descriptor, readable: false, writable: true });
  socket.on("error", () => undefined); // Always a reader that left; seen as `destroyed` by the next write.
  return socket;
}

export interface PourOptions {
  readonly sizeBytes: number;
  /** Gives up. Not heeded once all bytes are written: what is left is the verification at the content's end. */
  readonly signal: AbortSignal;
  onBytes(count: number): void;
}

/** Rejects with whatever the content fails with; ends the content in every case. */
export async function pour(content: Readable, socket: Socket, options: PourOptions): Promise<PourEnd> {
  const { signal } = options;
  let written = 0;
  const isAbandoned = () => signal.aborted && written < options.sizeBytes;
  const abandon = () => {
    if (isAbandoned()) content.destroy();
  };
  signal.addEventListener("abort", abandon);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      const end = isAbandoned() ? "aborted" : await write(chunk, socket, signal);
      if (end !== "done") return end;
      written += chunk.length;
      options.onBytes(chunk.length);
    }
    return isAbandoned() ? "aborted" : "done";
  } catch (thrown) {
    if (isAbandoned()) return "aborted"; // A destroyed content fails with "premature close".
    throw thrown;
  } finally {
    signal.removeEventListener("abort", abandon);
    content.destroy();
  }
}

/** Lets the reader see the end, once it has taken everything. */
export async function finish(socket: Socket, signal: AbortSignal): Promise<PourEnd> {
  if (socket.destroyed) return "left";
  const isFlushed = socket.writableLength === 0;
  socket.end();
  return isFlushed ? "done" : await reached(socket, "finish", signal);
}

async function write(chunk: Buffer, socket: Socket, signal: AbortSignal): Promise<PourEnd> {
  if (socket.destroyed) return "left";
  return socket.write(chunk) ? "done" : await reached(socket, "drain", signal);
}

async function reached(socket: Socket, event: "drain" | "finish", signal: AbortSignal): Promise<PourEnd> {
  try {
    await once(socket, event, { signal });
    return "done";
  } catch {
    return signal.aborted ? "aborted" : "left";
  }
}
