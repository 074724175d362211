// Writes a file whole or not at all: under another name beside it, synced, then renamed. A crash leaves the old file, or
// none, and a `.NAME.….tmp` beside it, which nothing reads and anyone may delete.

import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, OrchestratorError, systemCodeOf } from "../base/index.js";
import { fault } from "./fault.js";

/** @param write gets the empty file, open for writing at any place, and its path for a look at what was written */
export async function replaceFile(
  path: string,
  write: (file: FileHandle, draft: string) => Promise<void>,
  mode = 0o644,
): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeSynced(draft, (file) => write(file, draft), mode);
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (thrown) {
    await rm(draft, { force: true });
    if (systemCodeOf(thrown) === undefined || thrown instanceof OrchestratorError) throw thrown;
    throw fault("ARTIFACT_UNWRITABLE", `${path} cannot be written: ${messageOf(thrown)}`, thrown);
  }
}

async function writeSynced(path: string, write: (file: FileHandle) => Promise<void>, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
