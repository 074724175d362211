// `operations.log`: one JSON object a line for what was done. For people and their tools; nothing here reads it.

import { closeSync, constants, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openRegularFile } from "../../durable/index.js";
import type { BackupInfo, BackupType } from "../contract.js";
import { OPERATIONS_FILE } from "./layout.js";

export interface RollbackOperation {
  /** Whole seconds since the Unix epoch. */
  readonly timestamp: number;
  readonly operation: OperationName;
  readonly details: Readonly<Record<string, unknown>>;
}

export type OperationName = "backup_file" | "backup_services" | "backup_database" | RestoreName | "prune";
type RestoreName = "restore_file" | "restore_services" | "restore_database";

const BACKED_UP = {
  file: "backup_file",
  service: "backup_services",
  database: "backup_database",
} as const satisfies Readonly<Record<BackupType, OperationName>>;
const RESTORED = {
  file: "restore_file",
  service: "restore_services",
  database: "restore_database",
} as const satisfies Readonly<Record<BackupType, OperationName>>;

/** Then the lines before go into `operations.log.1`, which replaces the one before it. */
const MAX_BYTES = 8 * 1024 * 1024;

export function logOperations(folder: string, operations: readonly RollbackOperation[]): void {
  const path = join(folder, OPERATIONS_FILE);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
  const descriptor = openRegularFile(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
  try {
    writeFileSync(descriptor, operations.map((operation) => `${JSON.stringify(operation)}\n`).join(""));
  } finally {
    closeSync(descriptor);
  }
}

export function backedUp(backup: BackupInfo): RollbackOperation {
  const { backupId, sourcePath, metadata, timestamp } = backup;
  return {
    timestamp,
    operation: BACKED_UP[backup.backupType],
    details: { backup_id: backupId, source_path: sourcePath, module_name: metadata["module_name"] },
  };
}

export function restored(backup: BackupInfo, timestamp: number): RollbackOperation {
  const { backupId, sourcePath, backupType } = backup;
  const total = sourcePath.split(",").length;
  const services = backupType === "service" ? { services_restored: total, total_services: total } : {};
  return {
    timestamp,
    operation: RESTORED[backupType],
    details: { backup_id: backupId, source_path: sourcePath, ...services },
  };
}
