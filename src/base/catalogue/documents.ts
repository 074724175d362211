// Faults of manifests and topologies.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const DOCUMENT_ERRORS = {
  MANIFEST_UNREADABLE: {
    meaning: "A document could not be read from disk.",
    remedy: "Check the path and its permissions.",
    exitCode: EXIT.badInput,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
