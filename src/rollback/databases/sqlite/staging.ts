// The plain form of a backup, to be copied into the database or put in its place: the backup itself, or, where that is sealed, a file
// beside the target, where the same content lies in plain anyway. Its name is the backup's, so what a crash left is found again.

import { createWriteStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { OpenBackup } from "../../contract.js";
import { unwritable } from "../../store/refusals.js";
import { isSealed, openPlain } from "../../stored/index.js";
import { copyAttributes } from "./attributes.js";

export interface PlainForm {
  path(): Promise<string>;
  /** What was staged, not the backup. */
  remove(): Promise<void>;
}

/** Staged at most once; what an earlier process has left is not trusted to be whole. */
export function plainForm(opened: OpenBackup, realPath: string): PlainForm {
  const { backupPath } = opened.backup;
  let staged: string | undefined;
  return {
    path: async () => {
      if (!isSealed(backupPath)) return backupPath;
      staged ??= await stage(opened, realPath);
      return staged;
    },
    remove: async () => {
      staged = undefined;
      await rm(stagingPath(opened, realPath), { force: true });
    },
  };
}

export function stagingPath({ backup }: OpenBackup, realPath: string): string {
  return join(dirname(realPath), `.${basename(realPath)}.orchestrator-${backup.backupId}.new`);
}

/** On disk and with the attributes of the captured file. What lies there already is of an earlier try. */
export async function stage(opened: OpenBackup, realPath: string): Promise<string> {
  const path = stagingPath(opened, realPath);
  try {
    await rm(path, { force: true });
    await pipeline(openPlain(opened), createWriteStream(path, { flags: "wx", mode: 0o600 }), { signal: opened.signal });
    await copyAttributes(opened.backup.backupPath, path);
    await syncFile(path);
    return path;
  } catch (thrown) {
    await rm(path, { force: true });
    throw opened.signal.aborted ? thrown : unwritable(path, thrown);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
