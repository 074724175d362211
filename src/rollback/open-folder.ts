// A folder of backups with the kinds that really capture: trees by tar, databases by their own programs, services by systemd.

import type { Clock, Log } from "../base/index.js";
import type { CaptureKind } from "./contract.js";
import { createDatabaseKind, type DatabaseSource } from "./databases/index.js";
import { type KeyChoice, keysOf } from "./key-choice.js";
import type { Keys } from "./keys.js";
import { createServiceKind } from "./services/index.js";
import type { Kinds } from "./store/kinds.js";
import { type BackupStore, openBackupStore } from "./store/open-store.js";
import { type Repaired, repairSwaps, treeKind } from "./tree/index.js";

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
    file: treeKind(),
    service: createServiceKind(),
    database: rememberingPasswords(),
    repair: async (folder) => {
      for (const repaired of await repairSwaps(folder)) {
        log.warning(`a restore had been interrupted: ${repaired.target} is ${stateOf(repaired)}`);
      }
    },
  };
}

function stateOf(repaired: Repaired): string {
  switch (repaired.outcome) {
    case "old":
      return "as before it now";
    case "restored":
      return "restored now";
    case "unreachable":
      return `not settled: ${repaired.why}`;
  }
}
