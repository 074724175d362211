// The library's entrance: the folder is `/var/backups/updates` unless another one is named.

import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../base/index.js";
import { DEFAULT_BACKUPS_FOLDER } from "../model/index.js";
import { type GlobalRollback, globalRollbackOver } from "./global-rollback.js";
import type { KeyChoice } from "./key-choice.js";
import { openBackupFolder } from "./open-folder.js";

export interface GlobalRollbackOptions extends KeyChoice {
  /** Lines on stderr by default. */
  readonly log?: Log;
}

/** Nothing is read or written yet. */
export function createGlobalRollback(backupDir?: string, options: GlobalRollbackOptions = {}): GlobalRollback {
  const { log = LINES, ...keys } = options;
  const folder = backupDir ?? (process.env["MENDER_ORCHESTRATOR_BACKUPS_DIR"] || DEFAULT_BACKUPS_FOLDER);
  return globalRollbackOver({ ...openBackupFolder({ folder, keys, clock: CLOCK, log }), log });
}

/** Gives the backup's id. */
export async function backupFileSimple(path: string, description: string, moduleName: string): Promise<string> {
  return (await createGlobalRollback().backupFile(path, description, moduleName)).backupId;
}

export function restoreBackupSimple(backupId: string): Promise<boolean> {
  return createGlobalRollback().restoreBackup(backupId);
}

const CLOCK = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number) => sleep(milliseconds),
};

function line(level: string): (message: string) => void {
  return (message) => void process.stderr.write(`${level}: ${message}\n`);
}

const LINES: Log = {
  ...{ trace: () => undefined, debug: () => undefined },
  ...{ info: line("INFO"), warning: line("WARNING"), error: line("ERROR") },
};
