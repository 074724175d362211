// Faults of modules that are updated from a repository.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const MODULES_ERRORS = {
  MODULES_URL_REFUSED: {
    meaning: "The URL of the repository, or the branch, tag or commit, is none that is taken.",
    remedy: "Use https, ssh or file, or an absolute path; and a plain name of a branch or tag, or a commit.",
    exitCode: EXIT.badInput,
  },
  MODULES_REF_UNKNOWN: {
    meaning: "The repository has no branch, tag or commit of this name.",
    remedy: "Correct `--branch`.",
    exitCode: EXIT.failed,
  },
  MODULES_SYNC_FAILED: {
    meaning: "The repository could not be fetched. The working copy is as it was, and no module was touched.",
    remedy: "Mend what git says, as a rule the network or the URL, and try again.",
    exitCode: EXIT.failed,
  },
  MODULES_SYNC_TIMEOUT: {
    meaning: "The repository was not fetched in time. The working copy is as it was, and no module was touched.",
    remedy: "Try again, or allow more time.",
    exitCode: EXIT.failed,
  },
  MODULES_REPOSITORY_TOO_LARGE: {
    meaning:
      "More was sent than a repository of modules may have, or the files of its commit are larger. The working copy is as it was, and no module was touched.",
    remedy: "Find out what the repository holds; if that is meant to be, allow more with `Modules.MaxSizeBytes`.",
    exitCode: EXIT.failed,
  },
  MODULES_GIT_MISSING: {
    meaning: "A program that a sync needs, git or one that checks signatures, is not installed.",
    remedy: "Install the program that the message names.",
    exitCode: EXIT.failed,
  },
  MODULES_COPY_FOREIGN: {
    meaning:
      "The folder for the working copy holds something else, belongs to somebody else, or can be written by others.",
    remedy: "Name another folder with `--local-repo`, or empty this one.",
    exitCode: EXIT.failed,
  },
  MODULES_COPY_UNWRITABLE: {
    meaning: "The working copy cannot be written or read.",
    remedy: "Check the permissions, the file system and its free space.",
    exitCode: EXIT.failed,
  },
  MODULES_COPY_LOCKED: {
    meaning: "Another process syncs the working copy, or reads it.",
    remedy: "Wait for it to end; the lock frees itself when the process is gone.",
    exitCode: EXIT.locked,
  },
  MODULES_SIGNERS_INVALID: {
    meaning: "The files that say whose signatures count cannot be used.",
    remedy: "Name an allowed_signers file of OpenSSH, or files with OpenPGP public keys.",
    exitCode: EXIT.badInput,
  },
  MODULES_UNSIGNED: {
    meaning:
      "What was fetched is not signed by a key that counts. The working copy is as it was, and no module was touched.",
    remedy: "Find out who made the commit; sign it, or add the key to those that count.",
    exitCode: EXIT.refused,
  },
  MODULES_FOLDER_UNREADABLE: {
    meaning: "The folder with the modules cannot be read, or has far too much in it.",
    remedy: "Name the right folder, or check its permissions.",
    exitCode: EXIT.failed,
  },
  MODULES_INDEX_UNREADABLE: {
    meaning: "An index.json cannot be used, or the folder of its module cannot. The module is left as it is.",
    remedy: "Correct what the message names; an installed module that is removed is installed anew.",
    exitCode: EXIT.failed,
  },
  MODULES_POINT_INCOMPLETE: {
    meaning:
      "Something that a module's index names is not captured before the module runs, so it does not come back if the module fails.",
    remedy:
      "Write an absolute path, the name of a systemd unit, or a rollback_point as in documents; services need systemd.",
    exitCode: EXIT.failed,
  },
  MODULES_UNKNOWN: {
    meaning: "Neither the repository nor this machine has a module of this name.",
    remedy: "See the list of modules.",
    exitCode: EXIT.badInput,
  },
  MODULES_UNWRITABLE: {
    meaning: "An index or what is prepared for an update cannot be written. What was there is as it was.",
    remedy: "Check the permissions and the free space of the folder that the message names.",
    exitCode: EXIT.failed,
  },
  MODULES_TREE_REFUSED: {
    meaning: "The folder of a module holds something that cannot be installed, or far too much.",
    remedy: "Leave files, folders and symbolic links alone in it.",
    exitCode: EXIT.failed,
  },
  MODULES_LEGACY_INVALID: {
    meaning: "The manifest of the legacy mode cannot be used, or an entry of it cannot.",
    remedy: "Correct what the message names.",
    exitCode: EXIT.failed,
  },
  MODULES_LEGACY_CHECKSUM: {
    meaning: "A module is not the one whose checksum the manifest of the legacy mode gives. It was not run.",
    remedy: "Bring the module back, or correct the checksum.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
