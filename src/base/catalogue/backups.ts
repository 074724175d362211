// Faults of backups and rollback points.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const BACKUP_ERRORS = {
  BACKUP_SOURCE_UNUSABLE: {
    meaning:
      "A file, service or database cannot be captured: it does not exist, or it is of a kind that a backup cannot hold.",
    remedy: "Correct the name, or leave it out.",
    exitCode: EXIT.failed,
  },
  BACKUP_FAILED: {
    meaning: "A capture failed. Nothing of its backup or rollback point was kept.",
    remedy: "Mend what the message names, and try again.",
    exitCode: EXIT.failed,
  },
  BACKUP_FULL: {
    meaning: "There is not enough room for a backup, or for the restored data beside the old.",
    remedy: "Free some space on the file system that the message names.",
    exitCode: EXIT.failed,
  },
  BACKUP_UNKNOWN: {
    meaning: "There is no backup or rollback point with this id.",
    remedy: "See the list of backups.",
    exitCode: EXIT.failed,
  },
  BACKUP_DAMAGED: {
    meaning: "A backup is not as it was written. Nothing was restored.",
    remedy: "Use another backup.",
    exitCode: EXIT.failed,
  },
  BACKUP_FOREIGN: {
    meaning: "Another program made the backup, and it does not hold what a restore needs. Nothing was restored.",
    remedy: "Copy what is needed out of the folder of the backups by hand.",
    exitCode: EXIT.failed,
  },
  BACKUP_INDEX_DAMAGED: {
    meaning: "The index of the backups cannot be read.",
    remedy: "Repair the file that the message names; the backups themselves lie beside it.",
    exitCode: EXIT.failed,
  },
  BACKUP_KEY_INVALID: {
    meaning: "A recipient, an identity or a passphrase for encrypted backups cannot be used.",
    remedy: "Correct what the message names; nobody but its owner may read a file with an identity.",
    exitCode: EXIT.badInput,
  },
  BACKUP_KEY_WRONG: {
    meaning: "An encrypted backup cannot be opened with the identity or passphrase that was given, or with none.",
    remedy: "Give the identity or passphrase that it was made for.",
    exitCode: EXIT.failed,
  },
  BACKUP_RESTORE_FAILED: {
    meaning: "A restore did not come to its end; the message says what is in which state.",
    remedy: "Mend what the message names, and restore again: a restore may be repeated.",
    exitCode: EXIT.inconsistent,
  },
  BACKUP_RESTORE_REFUSED: {
    meaning: "A restore cannot be carried out as things are. That was found before anything was touched.",
    remedy: "Mend what the message names, and restore again.",
    exitCode: EXIT.failed,
  },
  BACKUP_TOOL_MISSING: {
    meaning: "A program that this kind of backup needs is not installed.",
    remedy: "Install the program that the message names.",
    exitCode: EXIT.failed,
  },
  BACKUP_LOCKED: {
    meaning: "Another process works on these backups.",
    remedy: "Wait for it to end; the lock frees itself when the process is gone.",
    exitCode: EXIT.locked,
  },
  BACKUP_UNWRITABLE: {
    meaning: "The folder of the backups cannot be written or read.",
    remedy: "Check its permissions and the file system.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
