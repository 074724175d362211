// The chunks of a body, joined to larger ones: TLS brings 16 KiB at a time, and each chunk costs its way through all that follows.
// Nothing is waited for: what has come by the end of this turn of the event loop is handed on.

import type { Readable } from "node:stream";
import { setImmediate as endOfTurn } from "node:timers/promises";

/** What may wait to be asked for. */
const GATHERED_BYTES = 128 * 1024;

export interface Gathered {
  /** Undefined at the end. Rejects with the body's error. */
  next(): Promise<Buffer | undefined>;
}

export function gather(body: Readable): Gathered {
  let chunks: Buffer[] = [];
  let length = 0;
  let end: "ended" | { readonly failure: unknown } | undefined;
  let wake = (): void => undefined;
  const finish = (how: NonNullable<typeof end>): void => {
    end ??= how;
    wake();
  };
  body.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= GATHERED_BYTES) body.pause();
    wake();
  });
  body.on("end", () => finish("ended"));
  body.on("error", (failure) => finish({ failure }));
  body.on("close", () => finish(broken()));
  // One that was destroyed before has told so to nobody, and will not again.
  if (body.destroyed) finish(broken());
  const take = (): Buffer => {
    const [first] = chunks;
    const taken = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, length);
    chunks = [];
    length = 0;
    if (body.isPaused()) body.resume();
    return taken;
  };
  return {
    next: async () => {
      while (length === 0 && end === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (length < GATHERED_BYTES && end === undefined) await endOfTurn();
      if (length > 0) return take();
      if (end === undefined || end === "ended") return undefined;
      throw end.failure;
    },
  };
}

function broken(): { readonly failure: Error } {
  return { failure: Object.assign(new Error("closed"), { code: "ECONNRESET" }) };
}
