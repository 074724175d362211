// Writes all of a buffer at a place in a file. The system may take a part of it and say so in a number, as it does where the disk
// is about to be full; who does not look has a hole in the file.

import type { FileHandle } from "node:fs/promises";

export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
