// Where artifacts of a stream wait: one folder, since one deployment is in progress at a time. `NNNN.mender` is complete and on
// disk, `NNNN.part` is what a crash left of one; `NNNN.header` is kept of each, to look at after the stream has gone. Removed
// when the deployment ends, and before the next one begins.

import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../../base/index.js";
import type { OpenedBytes } from "../../open-bytes.js";
import { openFile } from "../../open-file.js";
import { bundleFault } from "../fault.js";

export interface SpoolFolder {
  /** Makes the folder. */
  partPath(index: number): Promise<string>;
  path(index: number): string;
  sync(): Promise<void>;
  remove(index: number): Promise<void>;
  /** Rejects with BUNDLE_STORE_FAILED. */
  keepHeader(index: number, header: Buffer): Promise<void>;
  /** Of a stream that has gone. Rejects with BUNDLE_STREAM_GONE. */
  open(index: number, part?: "header"): Promise<OpenedBytes>;
  clear(): Promise<void>;
}

export function createSpoolFolder(folder: string): SpoolFolder {
  const path = (index: number, kind = "mender"): string => join(folder, `${String(index).padStart(4, "0")}.${kind}`);
  const make = async (): Promise<void> => void (await mkdir(folder, { recursive: true, mode: 0o700 }));
  return {
    path,
    partPath: async (index) => {
      await make();
      return path(index, "part");
    },
    sync: async () => await syncFolder(folder),
    remove: async (index) => {
      for (const kind of ["part", "mender"]) await rm(path(index, kind), { force: true });
    },
    keepHeader: async (index, header) => {
      try {
        await make();
        await writeFile(path(index, "header"), header, { mode: 0o600, flush: true });
        await syncFolder(folder);
      } catch (thrown) {
        throw bundleFault("BUNDLE_STORE_FAILED", `${folder} cannot be written: ${messageOf(thrown)}`, thrown);
      }
    },
    open: async (index, part) => {
      if (await isThere(path(index))) return await openFile(path(index));
      const header = path(index, "header");
      if (part === "header" && (await isThere(header))) {
        return { sizeBytes: (await stat(header)).size, stream: createReadStream(header) };
      }
      const what = `artifact ${index} of the bundle from standard input`;
      throw bundleFault("BUNDLE_STREAM_GONE", `${what} was not stored before the stream had gone`);
    },
    clear: async () => await rm(folder, { recursive: true, force: true }),
  };
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
