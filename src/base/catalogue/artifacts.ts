// Faults of Mender artifacts.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const ARTIFACT_ERRORS = {
  ARTIFACT_NOT_FOUND: {
    meaning: "An artifact that the manifest names is not where it says.",
    remedy: "Put the artifact at artifact_path, which is relative to the folder of the manifest.",
    exitCode: EXIT.badInput,
  },
  ARTIFACT_CHANGED: {
    meaning: "An artifact is not the one that was planned with.",
    remedy: "Do not replace artifacts during a deployment; install again.",
    exitCode: EXIT.badInput,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
