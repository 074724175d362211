// `backup prune`: old backups go by the rule of retention, and so does what a crash has left.

import { DEFAULT_RETENTION } from "../../model/index.js";
import { ownerOf } from "../../rollback/index.js";
import type { AppContext } from "../context.js";
import { type BackupPlace, openPlace } from "./place.js";
import { type UnitView, unitView } from "./views.js";

export interface PruneBackupsOptions extends BackupPlace {
  /** What is not given, the configuration says. */
  readonly maxAgeDays?: number;
  readonly keepMinimum?: number;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}

export interface PrunedBackups {
  /** Newest first. */
  readonly removed: readonly UnitView[];
  /** Files and folders that belonged to no backup. */
  readonly leftovers: number;
}

export async function pruneBackups(context: AppContext, options: PruneBackupsOptions): Promise<PrunedBackups> {
  const { maxAgeDays, keepMinimum, isDryRun, signal } = options;
  const { store } = await openPlace(context, options);
  const retention = {
    ...(context.config.rollbackPoints?.retention ?? DEFAULT_RETENTION),
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    ...(keepMinimum === undefined ? {} : { keepMinimum }),
  };
  // A deployment in progress finds no way back without its points: they go when a deployment is through.
  const { units, leftovers } = await store.prune({
    ...{ retention, isDryRun, signal },
    isFree: (unit) => ownerOf(unit) === undefined,
  });
  return { removed: units.map(unitView), leftovers };
}
