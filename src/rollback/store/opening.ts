// A backup that is to be read, with what opens it.

import { isAbsolute } from "node:path";
import { OrchestratorError } from "../../base/index.js";
import type { BackupInfo, OpenBackup, Restoration, Seal } from "../contract.js";
import { isAbsence, prepareAbsence, verifyAbsence } from "./absent.js";
import type { StoreContext } from "./exclusive.js";
import type { ServiceRestoration } from "./kinds.js";
import { named } from "./refusals.js";
import { isSealed } from "./sealing.js";

export interface Opening {
  /** Of the identity or passphrase that was given. */
  readonly seal?: Seal;
  readonly signal: AbortSignal;
}

export type Prepared = PreparedData | PreparedServices;

export interface PreparedData {
  readonly kind: "data";
  readonly backup: BackupInfo;
  /** Undefined where it lies in another one that has to be back first. */
  readonly restoration: Restoration | undefined;
}

export interface PreparedServices {
  readonly kind: "services";
  readonly backup: BackupInfo;
  readonly restoration: ServiceRestoration;
}

/** Rejects with BACKUP_DAMAGED, BACKUP_KEY_…. */
export async function verifyOne(context: StoreContext, backup: BackupInfo, opening: Opening): Promise<void> {
  const { signal } = opening;
  checkOwn(backup);
  try {
    if (isAbsence(backup)) return verifyAbsence(backup);
    await kindOf(context, backup).verify(openedOf(backup, opening));
  } catch (thrown) {
    throw named(thrown, { what: `the verification of ${backup.backupId}`, code: "BACKUP_DAMAGED", signal });
  }
}

export async function prepareData(context: StoreContext, backup: BackupInfo, opening: Opening): Promise<Restoration> {
  checkOwn(backup);
  return await prepared(backup, opening, async (opened) => {
    if (isAbsence(backup)) return prepareAbsence(backup, context.disk);
    return await kindOf(context, backup).prepare(opened);
  });
}

export async function prepareServices(
  { kinds }: StoreContext,
  backup: BackupInfo,
  opening: Opening,
): Promise<ServiceRestoration> {
  return await prepared(backup, opening, (opened) => kinds.service.prepare(opened));
}

/** Nothing has been touched when this fails. */
async function prepared<Result>(
  backup: BackupInfo,
  opening: Opening,
  prepare: (opened: OpenBackup) => Promise<Result>,
): Promise<Result> {
  try {
    return await prepare(withKey(backup, opening));
  } catch (thrown) {
    const what = `the restore of ${backup.sourcePath}`;
    throw named(thrown, { what, code: "BACKUP_RESTORE_REFUSED", signal: opening.signal });
  }
}

function kindOf({ kinds }: StoreContext, { backupType }: BackupInfo) {
  switch (backupType) {
    case "file":
      return kinds.file;
    case "service":
      return kinds.service;
    case "database":
      return kinds.database;
  }
}

/** What is not encrypted is not decrypted, whatever key was given. */
function openedOf(backup: BackupInfo, { seal, signal }: Opening): OpenBackup {
  return { backup, signal, ...(seal !== undefined && isSealed(backup) && { seal }) };
}

function withKey(backup: BackupInfo, opening: Opening): OpenBackup {
  if (opening.seal !== undefined || !isSealed(backup)) return openedOf(backup, opening);
  throw new OrchestratorError({
    code: "BACKUP_KEY_WRONG",
    message: `the backup ${backup.backupId} of ${backup.sourcePath} is encrypted, and there is nothing to open it with`,
    hint: "Give the identity or passphrase that it was made for.",
    facts: { id: backup.backupId },
  });
}

/** The utility that this one follows kept neither owners nor listings, and some of its paths are relative. */
function checkOwn({ backupId, backupType, sourcePath, metadata }: BackupInfo): void {
  if (backupType !== "file" || (isAbsolute(sourcePath) && typeof metadata["real_path"] === "string")) return;
  throw new OrchestratorError({
    code: "BACKUP_FOREIGN",
    message: `the backup ${backupId} of ${sourcePath} was made by another program, without what a restore needs`,
    hint: "Copy what is needed out of the folder of the backups by hand.",
    facts: { id: backupId },
  });
}
