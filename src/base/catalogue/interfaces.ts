// Faults of update interfaces that are found before anything is touched. A state that fails is an event instead.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const INTERFACE_ERRORS = {
  INTERFACE_NOT_FOUND: {
    meaning: "No executable of that name is among the update interfaces.",
    remedy: "Put the executable into interfaces/v1 of the data directory and make it executable.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_QUERY_FAILED: {
    meaning: "An update interface could not answer a question that is asked before anything is touched.",
    remedy: "Run the interface by hand with the same arguments, or try `orchestrator interface check`.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
