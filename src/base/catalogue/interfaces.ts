// Faults of update interfaces that are found before anything is touched. A state that fails is an event instead.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const INTERFACE_ERRORS = {
  INTERFACE_NAME_INVALID: {
    meaning: "The name of an update interface is not a plain file name.",
    remedy: "Name the executable only; the folders that are searched are fixed.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_NOT_FOUND: {
    meaning: "No executable of that name is among the update interfaces.",
    remedy: "Put the executable into interfaces/v1 of the data directory and make it executable.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_NOT_EXECUTABLE: {
    meaning: "The update interface is there, but it is not a file that may be executed.",
    remedy: "Run `chmod +x` on the file that the message names.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_IDENTITY_MISSING: {
    meaning: "Several components have the same type, and the interface of one of them does not say which it is.",
    remedy: "Let the interface answer the query Identity with `id=NAME`.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_IDENTITY_DUPLICATE: {
    meaning: "Two components of the topology say that they are the same.",
    remedy: "Give each component the interface arguments of its own device.",
    exitCode: EXIT.badInput,
  },
  INTERFACE_QUERY_FAILED: {
    meaning: "An update interface could not answer a question that is asked before anything is touched.",
    remedy: "Run the interface by hand with the same arguments, or try `orchestrator interface check`.",
    exitCode: EXIT.failed,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
