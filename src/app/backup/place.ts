// Which folder of backups is meant, and with which keys.

import type { BackupFolder, KeyChoice } from "../../rollback/index.js";
import type { AppContext } from "../context.js";

export interface BackupPlace {
  /** Unless given, the configured one. */
  readonly backupDir?: string;
  /** What is not given, the configuration says. */
  readonly keys?: KeyChoice;
}

export function openPlace({ wire, directories, config }: AppContext, place: BackupPlace): Promise<BackupFolder> {
  const { recipients = [], identityPath } = config.rollbackPoints ?? {};
  // A passphrase is chosen instead of keys, not beside them.
  const configured = place.keys?.passphrase === undefined ? { recipients, ...(identityPath && { identityPath }) } : {};
  return wire.backups(place.backupDir ?? directories.backups, { ...configured, ...place.keys });
}
