// What encrypts backups and what opens them again: an interface, so that nothing is read and nothing loaded where nobody asked for it.

import type { Seal } from "./contract.js";
import type { Sealing } from "./store/sealing.js";

export interface Keys {
  /** Undefined where backups are stored as they are. Rejects with BACKUP_KEY_INVALID. */
  sealing(): Promise<Sealing | undefined>;
  /** Undefined where nothing opens encrypted backups. Rejects with BACKUP_KEY_INVALID. */
  opening(): Promise<Seal | undefined>;
}

export const NO_KEYS: Keys = { sealing: async () => undefined, opening: async () => undefined };
