// `backup create`: captures what is named now, all of it or nothing.

import type { DeclaredPoint } from "../../model/index.js";
import { type Created, capturesOf } from "../../rollback/index.js";
import type { AppContext } from "../context.js";
import { type BackupPlace, openPlace } from "./place.js";
import { type BackupView, backupView } from "./views.js";

export interface CreateBackupOptions extends BackupPlace, DeclaredPoint {
  readonly moduleName: string;
  readonly description: string;
  /** A path where nothing is is captured as such. */
  readonly isMissingAllowed: boolean;
  readonly signal: AbortSignal;
}

export interface CreatedBackup {
  /** Of the rollback point, where there are several backups, or else of the one. */
  readonly id: string;
  readonly isPoint: boolean;
  readonly backups: readonly BackupView[];
  readonly sizeBytes: number;
  readonly durationMilliseconds: number;
  readonly warnings: readonly string[];
}

export async function createBackup(context: AppContext, options: CreateBackupOptions): Promise<CreatedBackup> {
  const { moduleName, description, isMissingAllowed, signal } = options;
  const { store, keys } = await openPlace(context, options);
  const captures = capturesOf(options);
  const sealing = await keys.sealing();
  const created = await store.create({
    ...{ moduleName, description, captures, isPoint: captures.length > 1, isMissingAllowed, signal },
    ...(sealing && { sealing }),
  });
  return answerOf(created);
}

function answerOf({ pointId, backups, ...figures }: Created): CreatedBackup {
  const { sizeBytes, durationMilliseconds, warnings } = figures;
  const id = pointId ?? backups[0]?.backupId ?? "";
  return {
    ...{ id, isPoint: pointId !== undefined, backups: backups.map(backupView) },
    ...{ sizeBytes, durationMilliseconds, warnings },
  };
}
