// A folder of backups with the kinds that really capture: trees by tar, databases by their own programs, services by systemd.

import { type Clock, type Log, unreachable } from "../base/index.js";
import type { CaptureKind } from "./contract.js";
import { createDatabaseKind, type DatabaseSource } from "./databases/index.js";
import { type KeyChoice, keysOf } from "./key-choice.js";
import type { Keys } from "./keys.js";
import { createServiceKind } from "./services/index.js";
import type { Kinds } from "./store/kinds.js";
import { type BackupStore, openBackupStore } from "./store/open-store.js";
import { type Repaired, repairSwaps, SWAP_DISK, treeKind, unclearedText } from "./tree/index.js";

export interface FolderInput {
  readonly folder: string;
  readonly keys: KeyChoice;
  readonly clock: Clock;
  readonly log: Log;
  /** How long another process may keep us waiting; a minute by default. */
  readonly waitMilliseconds?: number;
}

export interface BackupFolder {
  readonly store: BackupStore;
  readonly keys: Keys;
}

export function openBackupFolder({ keys, ...input }: FolderInput): BackupFolder {
  return { store: openBackupStore({ ...input, kinds: realKinds(input.log) }), keys: keysOf(keys) };
}

/** A literal password is stored nowhere; for the restores of this process it is kept in mind. */
function rememberingPasswords(): CaptureKind<DatabaseSource> {
  const passwords = new Map<string, string>();
  const kind = createDatabaseKind({ passwordOf: (backupId) => passwords.get(backupId) });
  return {
    ...kind,
    capture: (source, draft) => {
      if (source.type === "postgresql" && source.password !== undefined) passwords.set(draft.backupId, source.password);
      return kind.capture(source, draft);
    },
  };
}

function realKinds(log: Log): Kinds {
  return {
    file: treeKind(SWAP_DISK, (text) => log.warning(text)),
    service: createServiceKind(),
    database: rememberingPasswords(),
    repair: async (folder) => {
      for (const repaired of await repairSwaps(folder)) log.warning(wordsOf(repaired));
    },
  };
}

function wordsOf(repaired: Repaired): string {
  const { target } = repaired;
  switch (repaired.outcome) {
    case "old":
      return `a restore had been interrupted: ${target} is as before it now`;
    case "restored":
      return `a restore had been interrupted: ${target} is restored now`;
    case "cleared":
      return `${target} had been restored; what was there before is removed now`;
    case "uncleared":
      return unclearedText(target, repaired.why);
    case "unreachable":
      return `a restore had been interrupted: ${target} is not settled: ${repaired.why}`;
    default:
      return unreachable(repaired);
  }
}
