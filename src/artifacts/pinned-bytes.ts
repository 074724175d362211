// The bytes of an artifact of which the SHA-256 is known. The artifact's own checksums cover its content, not the compression and
// the padding around it; this covers every byte, and is known only once the last one was read.

import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { fault } from "./fault.js";
import type { OpenBytes, OpenedBytes } from "./open-bytes.js";
import { closeFile } from "./open-file.js";
import { streamOf } from "./stream-of.js";

export interface Pin {
  /** In hex. */
  readonly sha256: string;
  /** The location, as it may be shown. */
  readonly shown: string;
}

/** The stream fails instead of ending where the bytes were others. Without a pin, the bytes as they are. */
export function pinnedBytes(open: () => Promise<OpenedBytes>, pin: Pin | undefined): () => Promise<OpenedBytes> {
  if (pin === undefined) return open;
  return async () => {
    const { sizeBytes, stream } = await open();
    return { sizeBytes, stream: streamOf(hashed(stream, pin), () => stream.destroy()) };
  };
}

async function* hashed(stream: Readable, { sha256, shown }: Pin): AsyncGenerator<Buffer, void, void> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
  } finally {
    await closeFile(stream);
  }
  if (hash.digest("hex") === sha256) return;
  throw fault("ARTIFACT_CHANGED", `${shown} is not the artifact that was pinned: its SHA-256 is another`);
}

/** sha256 in hex of the whole artifact, which is read and not looked at. */
export async function digestOf(openBytes: OpenBytes, location: string, signal?: AbortSignal): Promise<string> {
  const { stream } = await openBytes(location, signal);
  const hash = createHash("sha256");
  for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}
