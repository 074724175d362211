// How backups are stored that are not to be read by everybody who can read the disk, and what of it the index says.

import type { BackupInfo, Seal } from "../contract.js";
import { isRecord } from "./entry.js";

/** Who can open what is stored from now on: those recipients, or whoever knows the passphrase. */
export interface Sealing {
  readonly seal: Seal;
  /** Public, and noted in the index. None for a passphrase. */
  readonly recipients: readonly string[];
}

export function noteOf(sealing: Sealing | undefined): Readonly<Record<string, unknown>> {
  return sealing === undefined ? {} : { encryption: { recipients: [...sealing.recipients].sort() } };
}

export function isSealed({ metadata }: BackupInfo): boolean {
  return isRecord(metadata["encryption"]);
}

/**
 * Whether what is stored there may stand for what would be stored now. Of two passphrases nobody can tell that they are the same, and
 * what other recipients can open would be of no use to these.
 */
export function isSameForm(backup: BackupInfo, sealing: Sealing | undefined): boolean {
  const { encryption } = backup.metadata;
  if (sealing === undefined) return !isSealed(backup);
  if (sealing.recipients.length === 0 || !isRecord(encryption)) return false;
  return JSON.stringify(encryption["recipients"]) === JSON.stringify([...sealing.recipients].sort());
}
