// Which backups go: of each module, the newest few stay whatever their age, and of the rest those that are too old go. A rollback
// point counts as one and goes as a whole. Pure.

import type { Retention } from "../../model/index.js";
import type { BackupInfo } from "../contract.js";
import { type Unit, unitsOf } from "./units.js";

const DAY_SECONDS = 24 * 60 * 60;

export interface RetentionInput {
  readonly backups: readonly BackupInfo[];
  readonly retention: Retention;
  /** Seconds since the Unix epoch. */
  readonly now: number;
  /** Those that may go at all; the others count all the same. */
  isFree(unit: Unit): boolean;
}

/** Newest first. */
export function expiredUnits({ backups, retention, now, isFree }: RetentionInput): readonly Unit[] {
  const cutoff = now - retention.maxAgeDays * DAY_SECONDS;
  const seen = new Map<string, number>();
  return unitsOf(backups).filter((unit) => {
    const newer = seen.get(unit.moduleName) ?? 0;
    seen.set(unit.moduleName, newer + 1);
    return newer >= retention.keepMinimum && unit.timestamp < cutoff && isFree(unit);
  });
}
