// Faults of the data store.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const DATASTORE_ERRORS = {
  DATASTORE_UNWRITABLE: {
    meaning: "The data store cannot be written.",
    remedy: "Check permissions, free space, and that the file system is not mounted read-only.",
    exitCode: EXIT.failed,
  },
  DATASTORE_UNREADABLE: {
    meaning: "The data store cannot be read, so nothing is known of what was deployed.",
    remedy: "Run as the user that owns it, or check the file system.",
    exitCode: EXIT.failed,
  },
  DATASTORE_FULL: {
    meaning: "The file system of the data store is full; nothing was touched.",
    remedy: "Free some space on it.",
    exitCode: EXIT.failed,
  },
  DATASTORE_LOCK_UNAVAILABLE: {
    meaning: "The data store could not be locked, because the program flock is missing or failed.",
    remedy: "Install flock, which is part of util-linux and of busybox.",
    exitCode: EXIT.failed,
  },
  DATASTORE_LOCKED: {
    meaning: "Another process works on this data store.",
    remedy: "Wait for it to end; the lock frees itself when the process is gone.",
    exitCode: EXIT.locked,
  },
  SYSTEM_NAME_INVALID: {
    meaning: "What was given as the name of a system of the data store cannot be one.",
    remedy:
      "See `orchestrator history` for the systems there are; a deployment of another one is called SYSTEM/NUMBER.",
    exitCode: EXIT.badInput,
  },
  JOURNAL_UNWRITABLE: {
    meaning: "The journal of a deployment could not be written any more, so the deployment stopped where it was.",
    remedy: "Make the data store writable again, then run `orchestrator resume` or `orchestrator rollback`.",
    exitCode: EXIT.inconsistent,
  },
  JOURNAL_DAMAGED: {
    meaning: "A record of a deployment journal was altered or lost after it had been written safely.",
    remedy:
      "Nothing was changed. Keep a copy of the deployment folder and look at the file system. Where it is the newest deployment, move its folder out of the data store to go on; what it left half-way, `orchestrator show-provides` shows.",
    // Whether the system is as before cannot be known: 1 would claim it.
    exitCode: EXIT.inconsistent,
  },
  JOURNAL_FORMAT_UNKNOWN: {
    meaning: "The journal was written by a newer program.",
    remedy: "Resume with the program version that the message names, or a newer one.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
