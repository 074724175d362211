// `backup restore`: a backup, or a rollback point with all of its backups, comes back.

import { idsOf, type RestoreReport } from "../../rollback/index.js";
import type { AppContext } from "../context.js";
import { type BackupPlace, openPlace } from "./place.js";
import { type BackupView, backupView } from "./views.js";

export interface RestoreBackupOptions extends BackupPlace {
  /** Of a backup or of a point. */
  readonly id: string;
  /** Heeded until the first target is touched. */
  readonly signal: AbortSignal;
}

export interface RestoredBackup {
  readonly id: string;
  readonly restored: readonly BackupView[];
  /** For people: what stays although it was not there at the capture. */
  readonly remains: readonly string[];
  readonly durationMilliseconds: number;
}

export async function restoreBackup(context: AppContext, options: RestoreBackupOptions): Promise<RestoredBackup> {
  const { id, signal } = options;
  const { store, keys } = await openPlace(context, options);
  const ids = idsOf(store, id);
  const seal = await keys.opening();
  return answerOf(id, await store.restore({ ids, signal, ...(seal && { seal }) }));
}

function answerOf(id: string, { lines, durationMilliseconds }: RestoreReport): RestoredBackup {
  const remains = lines.flatMap((line) => line.remains ?? []);
  return { id, restored: lines.map(({ backup }) => backupView(backup)), remains, durationMilliseconds };
}
