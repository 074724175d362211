// `backup list`, `show` and `verify`: what backups there are, and whether they are as they were written.

import { type BackupInfo, idsOf, type ListFilter, unitNamed } from "../../rollback/index.js";
import type { AppContext } from "../context.js";
import { type BackupPlace, openPlace } from "./place.js";
import { type BackupView, backupView, type UnitView, unitView } from "./views.js";

export interface ListBackupsOptions extends BackupPlace, ListFilter {}

export interface VerifyBackupsOptions extends BackupPlace {
  /** Of backups and points; none for all. */
  readonly ids: readonly string[];
  readonly signal: AbortSignal;
}

export interface VerifiedBackup {
  readonly backup: BackupView;
  /** False where it is encrypted and nothing was given to open it with: then its stored bytes were compared, and no more. */
  readonly isContentRead: boolean;
  /** Why it cannot be restored; nothing where it is sound. */
  readonly fault?: unknown;
}

/** Newest first. */
export async function listBackups(context: AppContext, options: ListBackupsOptions): Promise<readonly BackupView[]> {
  const { store } = await openPlace(context, options);
  const { moduleName, backupType } = options;
  return store.list({ ...(moduleName && { moduleName }), ...(backupType && { backupType }) }).map(backupView);
}

/** A point with its backups, or one backup. Rejects with BACKUP_UNKNOWN. */
export async function showBackup(context: AppContext, place: BackupPlace, id: string): Promise<UnitView> {
  const { store } = await openPlace(context, place);
  return unitView(unitNamed(store, id));
}

export async function verifyBackups(
  context: AppContext,
  options: VerifyBackupsOptions,
): Promise<readonly VerifiedBackup[]> {
  const { ids, signal } = options;
  const { store, keys } = await openPlace(context, options);
  const seal = await keys.opening();
  const all = store.list();
  const wanted = new Set(ids.flatMap((id) => idsOf(store, id)));
  const isWanted = ({ backupId }: BackupInfo) => ids.length === 0 || wanted.has(backupId);
  const verified = await store.verify({ backups: all.filter(isWanted), signal, ...(seal && { seal }) });
  return verified.map(({ backup, ...fault }) => {
    const view = backupView(backup);
    return { backup: view, isContentRead: seal !== undefined || !view.isEncrypted, ...fault };
  });
}
