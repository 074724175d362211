// Captures and restores as the store does them, with nothing around: ids of their own, and the backup's entry made from the capture.

import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BackupInfo, Captured, Seal } from "../../../src/rollback/contract.js";
import { SWAP_DISK, type SwapDisk, treeKind } from "../../../src/rollback/tree/index.js";
import { temporaryFolder } from "../../support/index.js";

/** Nobody cuts the power here. */
export const UNSYNCED: SwapDisk = { ...SWAP_DISK, syncFolder: () => undefined, syncAll: () => Promise.resolve() };

export interface CaptureOptions {
  readonly previous?: BackupInfo;
  readonly seal?: Seal;
}

export interface Backups {
  readonly folder: string;
  capture(path: string, options?: CaptureOptions): Promise<BackupInfo & Pick<Captured, "warnings" | "sizeBytes">>;
  restore(backup: BackupInfo, seal?: Seal): Promise<void>;
  verify(backup: BackupInfo, seal?: Seal): Promise<void>;
}

export function createBackups(disk: SwapDisk = UNSYNCED): Backups {
  const folder = join(temporaryFolder(), "backups");
  mkdirSync(folder, { mode: 0o700 });
  const kind = treeKind(disk);
  const opened = (backup: BackupInfo, seal?: Seal) => ({ backup, signal: unaborted(), ...(seal && { seal }) });
  return {
    folder,
    capture: async (path, options = {}) => {
      const backupId = randomBytes(8).toString("hex");
      const captured = await kind.capture(path, { ...options, backupId, folder, signal: unaborted() });
      return { ...captured, backupId, timestamp: 1, backupType: "file", description: "test" };
    },
    restore: async (backup, seal) => (await kind.prepare(opened(backup, seal))).apply(),
    verify: (backup, seal) => kind.verify(opened(backup, seal)),
  };
}

export function unaborted(): AbortSignal {
  return new AbortController().signal;
}
