// A folder of backups, as everything else sees it. What changes it, and what reads more than the index, has it for itself.

import { resolve } from "node:path";
import type { Clock, Log } from "../../base/index.js";
import type { BackupInfo, BackupType, Seal } from "../contract.js";
import { type Created, type CreateRequest, createBackups } from "./create.js";
import { DISK, type Disk } from "./disk.js";
import { createQueue, exclusively, type StoreContext } from "./exclusive.js";
import { readIndex } from "./index-file.js";
import type { Kinds } from "./kinds.js";
import { verifyOne } from "./opening.js";
import { type Pruned, type PruneRequest, pruneBackups } from "./prune.js";
import type { RestoreReport } from "./put-back.js";
import { cancelled } from "./refusals.js";
import { type RestoreRequest, restoreBackups } from "./restore.js";
import { moduleOf, newestFirst, type Unit, unitsOf } from "./units.js";

export interface BackupStore {
  readonly folder: string;
  /** Newest first. */
  list(filter?: ListFilter): readonly BackupInfo[];
  /** Points and single backups, newest first. */
  units(): readonly Unit[];
  create(request: CreateRequest): Promise<Created>;
  restore(request: RestoreRequest): Promise<RestoreReport>;
  /** Of each that is asked for, what is wrong with it, or nothing. */
  verify(request: VerifyRequest): Promise<readonly Verified[]>;
  prune(request: PruneRequest): Promise<Pruned>;
}

export interface ListFilter {
  readonly moduleName?: string;
  readonly backupType?: BackupType;
}

export interface VerifyRequest {
  readonly backups: readonly BackupInfo[];
  readonly seal?: Seal;
  readonly signal: AbortSignal;
}

export interface Verified {
  readonly backup: BackupInfo;
  readonly fault?: unknown;
}

export interface StoreInput {
  readonly folder: string;
  readonly kinds: Kinds;
  readonly clock: Clock;
  readonly log: Log;
  readonly disk?: Disk;
  /** How long another process may keep us waiting for the folder; a minute by default. */
  readonly waitMilliseconds?: number;
}

const WAIT_MILLISECONDS = 60_000;

export function openBackupStore(input: StoreInput): BackupStore {
  const context: StoreContext = {
    ...{ disk: DISK, waitMilliseconds: WAIT_MILLISECONDS },
    ...input,
    ...{ folder: resolve(input.folder), queue: createQueue() },
  };
  return {
    folder: context.folder,
    list: (filter) => newestFirst(backupsIn(context)).filter((backup) => isMeant(backup, filter ?? {})),
    units: () => unitsOf(backupsIn(context)),
    create: (request) => createBackups(context, request),
    restore: (request) => restoreBackups(context, request),
    verify: (request) => exclusively(context, request.signal, () => verifyEach(context, request)),
    prune: (request) => pruneBackups(context, request),
  };
}

function backupsIn({ folder }: StoreContext): readonly BackupInfo[] {
  return [...readIndex(folder).values()].map(({ backup }) => backup);
}

function isMeant(backup: BackupInfo, { moduleName, backupType }: ListFilter): boolean {
  if (moduleName !== undefined && moduleOf(backup) !== moduleName) return false;
  return backupType === undefined || backup.backupType === backupType;
}

async function verifyEach(context: StoreContext, request: VerifyRequest): Promise<readonly Verified[]> {
  const verified: Verified[] = [];
  for (const backup of request.backups) {
    try {
      await verifyOne(context, backup, request);
      verified.push({ backup });
    } catch (fault) {
      if (request.signal.aborted) throw cancelled("the verification");
      verified.push({ backup, fault });
    }
  }
  return verified;
}
