// Reasons for which a command cannot do what was asked.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const COMMAND_ERRORS = {
  NOTHING_IN_PROGRESS: {
    meaning: "No deployment is in progress, so there is nothing to resume or to roll back.",
    remedy: "Look at `orchestrator status`; start one with `orchestrator install MANIFEST`.",
    exitCode: EXIT.nothingInProgress,
  },
  DEPLOYMENT_IN_PROGRESS: {
    meaning: "A deployment has begun and not ended.",
    remedy: "Finish it with `orchestrator resume`, or undo it with `orchestrator rollback`.",
    exitCode: EXIT.failed,
  },
  ROLLBACK_TOO_LATE: {
    meaning: "The update is committed and its Cleanup has begun, so it cannot be rolled back any more.",
    remedy: "Finish it with `orchestrator resume`; install the earlier manifest to go back.",
    exitCode: EXIT.failed,
  },
  ROLLBACK_TO_IMPOSSIBLE: {
    meaning:
      "There is no way back to the point before a deployment, or, as a warning, not for all of it. Nothing was touched.",
    remedy: "Install the manifest that you want; its data stays as it is then.",
    exitCode: EXIT.failed,
  },
  DEPLOYMENT_UNKNOWN: {
    meaning: "There is no deployment of that number.",
    remedy: "See `orchestrator history` for those there are.",
    exitCode: EXIT.badInput,
  },
  CONFIG_INVALID: {
    meaning: "The configuration file cannot be used.",
    remedy: "Correct the file that the message names.",
    exitCode: EXIT.badInput,
  },
  CANCELLED: {
    meaning: "The command was cancelled before it had touched anything.",
    remedy: "Run it again.",
    exitCode: EXIT.cancelled,
  },
  FILE_EXISTS: {
    meaning: "A file that a command would make is there already, and is not overwritten.",
    remedy: "Choose another name, or remove the file if nobody needs it any more.",
    exitCode: EXIT.badInput,
  },
  FILE_UNWRITABLE: {
    meaning: "A file could not be written; what was there before is there still.",
    remedy: "Check that the folder exists, its permissions and the free space.",
    exitCode: EXIT.failed,
  },
  ARGUMENT_INVALID: {
    meaning: "A command was called with an argument it does not take.",
    remedy: "See `orchestrator COMMAND --help`.",
    exitCode: EXIT.badInput,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
