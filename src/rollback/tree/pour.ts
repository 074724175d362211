// Bytes into a program that unpacks them, at its pace. It may leave at the end mark, before what pads the archive: the source is then
// read to its end all the same, since only there does it show whether it was right.

import type { Writable } from "node:stream";
import { unpackFailure } from "./complaints.js";
import type { Unpacking } from "./tar-program.js";

/** Rejects with what the source fails with, or with why the program has left early. */
export async function pour(chunks: AsyncIterable<Buffer>, { packed, ended }: Unpacking): Promise<void> {
  packed.on("error", () => undefined); // It has left; why, it says itself.
  try {
    for await (const chunk of chunks) {
      if (packed.destroyed) await refuseFailure(ended);
      else if (!packed.write(chunk)) await drained(packed);
    }
  } finally {
    packed.end();
  }
}

/** The same to nowhere. */
export async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of chunks);
}

async function refuseFailure(ended: Unpacking["ended"]): Promise<void> {
  const failure = unpackFailure(await ended);
  if (failure !== undefined) throw failure;
}

function drained(packed: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      packed.off("drain", settle).off("close", settle);
      resolve();
    };
    if (packed.destroyed) resolve();
    else packed.once("drain", settle).once("close", settle);
  });
}
