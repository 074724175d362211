// Reasons for which a manifest with constraints cannot be planned for this system, or not be carried out in this way. The
// planner's own are in plan.ts.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const PREPARE_ERRORS = {
  PLAN_VERSION_UNKNOWN: {
    meaning: "A component does not tell its version, and a rule of the manifest or of the system goes by it.",
    remedy: "Let its interface provide the version, or name the key that holds it with `version_key`.",
    exitCode: EXIT.refused,
  },
  PLAN_VERSION_CONTRADICTED: {
    meaning: "The version that the manifest declares for an artifact is not the one that components report with it.",
    remedy: "Write as `version` what a component of the type reports once it is updated.",
    exitCode: EXIT.refused,
  },
  PLAN_LEGS_STOP: {
    meaning:
      "The plan updates a component more than once, with commits in between, and `--stop-before ArtifactCommit` promises that nothing is committed.",
    remedy: "Install without that option, or with a manifest that needs no stepping stone.",
    exitCode: EXIT.refused,
  },
  PLAN_NO_WAY_BACK: {
    meaning:
      "A plan of several legs cannot be undone from some leg on, because an artifact to go back with is missing or no plan leads back. This is a warning, unless going back was asked for.",
    remedy: "Put the artifact that the message names back in its place, or accept that only forward works.",
    exitCode: EXIT.refused,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
