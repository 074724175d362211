// Old backups go, and so does what a crash has left. The index forgets them first: after a crash in between, their files are left
// over and go the next time.

import { existsSync } from "node:fs";
import type { Retention } from "../../model/index.js";
import { exclusively, type StoreContext } from "./exclusive.js";
import { indexText, readIndex, withoutBackups } from "./index-file.js";
import { indexPath } from "./layout.js";
import { leftoversIn } from "./leftovers.js";
import { noteOperations } from "./note-operations.js";
import { named } from "./refusals.js";
import { expiredUnits } from "./retention.js";
import type { Unit } from "./units.js";

export interface PruneRequest {
  readonly retention: Retention;
  /** Those that may go at all. */
  isFree(unit: Unit): boolean;
  readonly isDryRun?: boolean;
  readonly signal: AbortSignal;
}

export interface Pruned {
  /** Newest first. */
  readonly units: readonly Unit[];
  /** Files and folders that no backup owned. */
  readonly leftovers: number;
}

export async function pruneBackups(context: StoreContext, request: PruneRequest): Promise<Pruned> {
  if (request.isDryRun === true) return expired(context, request);
  return exclusively(context, request.signal, async () => {
    const pruned = expired(context, request);
    const index = readIndex(context.folder);
    const ids = new Set(pruned.units.flatMap(({ backups }) => backups.map(({ backupId }) => backupId)));
    const kept = withoutBackups(index, ids);
    try {
      if (ids.size > 0) context.disk.replace(indexPath(context.folder), indexText(kept));
      await context.disk.remove(leftoversIn(context.folder, kept));
    } catch (thrown) {
      throw named(thrown, { what: "the removal of old backups", code: "BACKUP_UNWRITABLE" });
    }
    notePruned(context, [...ids]);
    return pruned;
  });
}

function expired({ folder, clock }: StoreContext, { retention, isFree }: PruneRequest): Pruned {
  const index = readIndex(folder);
  const backups = [...index.values()].map(({ backup }) => backup);
  const units = expiredUnits({ backups, retention, now: Math.floor(clock.now() / 1000), isFree });
  return { units, leftovers: existsSync(folder) ? leftoversIn(folder, index).length : 0 };
}

function notePruned(context: StoreContext, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const timestamp = Math.floor(context.clock.now() / 1000);
  noteOperations(context, [{ timestamp, operation: "prune", details: { backup_ids: ids } }]);
}
