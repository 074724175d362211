// Backups as the command line shows them, whoever wrote them: this program, or the utility that it follows.

import { type BackupInfo, isSealed, ownerOf, pointIdOf, type Unit } from "../../rollback/index.js";

export interface BackupView {
  readonly id: string;
  /** The rollback point that it is a part of, and what it is called there. */
  readonly point?: string;
  readonly key?: string;
  readonly module: string;
  readonly type: BackupInfo["backupType"];
  readonly description: string;
  readonly source: string;
  readonly path: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly sizeBytes?: number;
  readonly isEncrypted: boolean;
  /** Nothing was there; a restore removes what is there by then. */
  readonly isAbsent: boolean;
  readonly checksum: string;
  readonly warnings: readonly string[];
}

export interface UnitView {
  readonly id: string;
  readonly isPoint: boolean;
  readonly module: string;
  readonly description: string;
  readonly createdAt: string;
  /** For which it was captured before a component was updated. */
  readonly deployment?: string;
  readonly backups: readonly BackupView[];
}

export function backupView(backup: BackupInfo): BackupView {
  const { backupId, backupType, metadata, sourcePath, backupPath, description, checksum } = backup;
  const [point, key] = [pointIdOf(backup), textIn(metadata["key"])];
  const sizeBytes = sizeIn(metadata["stored_bytes"]) ?? sizeIn(metadata["size"]);
  return {
    id: backupId,
    ...(point === undefined ? {} : { point }),
    ...(key === undefined ? {} : { key }),
    ...{ module: String(metadata["module_name"]), type: backupType, description, source: sourcePath, path: backupPath },
    createdAt: timeOf(backup.timestamp),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...{ isEncrypted: isSealed(backup), isAbsent: metadata["is_absent"] === true, checksum },
    warnings: Array.isArray(metadata["warnings"])
      ? metadata["warnings"].filter((each) => typeof each === "string")
      : [],
  };
}

export function unitView(unit: Unit): UnitView {
  const deployment = ownerOf(unit)?.deployment;
  return {
    ...{ id: unit.id, isPoint: unit.isPoint, module: unit.moduleName, createdAt: timeOf(unit.timestamp) },
    description: unit.backups[0]?.description ?? "",
    ...(deployment === undefined ? {} : { deployment }),
    backups: unit.backups.map(backupView),
  };
}

/** A time beyond what a date can hold is as good as none. */
function timeOf(timestamp: number): string {
  const date = new Date(timestamp * 1000);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}

function sizeIn(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
