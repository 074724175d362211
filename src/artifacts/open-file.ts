// Opens an artifact's file for reading. Only regular files: opening a named pipe or a device could wait forever.

import { constants, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { fault } from "./fault.js";
import { LARGE_CHUNK_BYTES } from "./limits.js";
import type { OpenedBytes } from "./open-bytes.js";

export async function openFile(path: string): Promise<OpenedBytes> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stream = handle.createReadStream({ highWaterMark: LARGE_CHUNK_BYTES });
    try {
      const stat = await handle.stat();
      if (stat.isFile()) return { sizeBytes: stat.size, stream };
    } catch (thrown) {
      await closeFile(stream);
      throw thrown;
    }
    await closeFile(stream);
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
  throw fault("ARTIFACT_UNREADABLE", `${path} is not a file`);
}

/** Closes a file wherever reading has come to; resolves when its descriptor is free. */
export function closeFile(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) return resolve();
    stream.once("close", resolve);
    stream.destroy();
  });
}

/** What a failing read means for the user; faults that are already named pass. */
export function unreadable(path: string, thrown: unknown): unknown {
  if (thrown instanceof OrchestratorError) return thrown;
  const code = systemCodeOf(thrown);
  if (code === undefined || !(thrown instanceof Error && "syscall" in thrown)) return thrown;
  if (code === "ENOENT" || code === "ENOTDIR") return fault("ARTIFACT_NOT_FOUND", `there is no ${path}`, thrown);
  return fault("ARTIFACT_UNREADABLE", `${path} cannot be read: ${messageOf(thrown)}`, thrown);
}
