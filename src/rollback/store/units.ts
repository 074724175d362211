// Backups as they belong together: a rollback point is one unit, every other backup is one by itself. Pure.

import type { BackupInfo } from "../contract.js";
import { isRecord } from "./entry.js";
import { isBackupId } from "./layout.js";

export interface Unit {
  /** Of the point, or of the backup. */
  readonly id: string;
  readonly isPoint: boolean;
  readonly moduleName: string;
  readonly timestamp: number;
  /** In the order in which they were captured. */
  readonly backups: readonly BackupInfo[];
}

/** The deployment that a point was captured for. */
export interface Owner {
  readonly system: string;
  readonly deployment: string;
  readonly component: string;
}

export function pointIdOf({ metadata }: BackupInfo): string | undefined {
  const id = metadata["rollback_point"];
  return typeof id === "string" && isBackupId(id) ? id : undefined;
}

export function moduleOf({ metadata }: BackupInfo): string {
  return String(metadata["module_name"]);
}

/** Newest first. `backups` are in the order of the index, which settles what came in the same second. */
export function unitsOf(backups: readonly BackupInfo[]): readonly Unit[] {
  const byId = new Map<string, BackupInfo[]>();
  for (const backup of backups) {
    const id = pointIdOf(backup) ?? backup.backupId;
    const members = byId.get(id);
    if (members === undefined) byId.set(id, [backup]);
    else members.push(backup);
  }
  const units = [...byId].map(([id, members]) => unitOf(id, members));
  return units.reverse().sort((one, other) => other.timestamp - one.timestamp);
}

export function newestFirst(backups: readonly BackupInfo[]): readonly BackupInfo[] {
  return [...backups].reverse().sort((one, other) => other.timestamp - one.timestamp);
}

export function ownerOf({ backups }: Unit): Owner | undefined {
  const owner = backups[0]?.metadata["owner"];
  if (!isRecord(owner)) return undefined;
  const { system, deployment, component } = owner;
  if (typeof system !== "string" || typeof deployment !== "string" || typeof component !== "string") return undefined;
  return { system, deployment, component };
}

function unitOf(id: string, backups: readonly BackupInfo[]): Unit {
  const [first] = backups;
  return {
    ...{ id, backups },
    isPoint: first !== undefined && pointIdOf(first) === id,
    moduleName: first === undefined ? "" : moduleOf(first),
    timestamp: Math.max(...backups.map(({ timestamp }) => timestamp)),
  };
}
