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

/** Rejects with whatever the content fails with; ends the content in every case. */
export async function pour(
  content: Readable,
  socket: Socket,
  options: { readonly signal: AbortSignal; onBytes(count: number): void },
): Promise<PourEnd> {
  const { signal } = options;
  const abandon = () => content.destroy();
  signal.addEventListener("abort", abandon);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      const end = signal.aborted ? "aborted" : await write(chunk, socket, signal);
      if (end !== "done") return end;
      options.onBytes(chunk.length);
    }
    return signal.aborted ? "aborted" : "done";
  } catch (thrown) {
    if (signal.aborted) return "aborted"; // A destroyed content fails with "premature close".
    throw thrown;
  } finally {
    signal.removeEventListener("abort", abandon);
    content.destroy();
  }
}

/** Lets the reader see the end, once it has taken everything. */
export async function finish(socket: Socket, signal: AbortSignal): Promise<PourEnd> {
  if (socket.destroyed) return "left";
  socket.end();
  return await reached(socket, "finish", signal);
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
