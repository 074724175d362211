// Whether a file is an archive, by its first bytes: a bundle and a manifest are given in the same place.

import { constants } from "node:fs";
import { open } from "node:fs/promises";

const TAR_MAGIC = { text: "ustar", offset: 257 };

/** False for a file that cannot be read: the reader of manifests says so better. A pipe is not waited for. */
export async function isTar(path: string): Promise<boolean> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  try {
    const { text, offset } = TAR_MAGIC;
    const read = await file?.read(Buffer.alloc(text.length), 0, text.length, offset);
    return read?.buffer.toString("latin1") === text;
  } catch {
    return false;
  } finally {
    await file?.close();
  }
}
