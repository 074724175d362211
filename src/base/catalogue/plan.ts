// Reasons to refuse a plan; nothing was touched.

import { EXIT } from "../exit-codes.js";
import type { CatalogueEntry } from "./entry.js";

export const PLAN_ERRORS = {
  PLAN_DEPENDS_UNMET: {
    meaning: "An artifact depends on something that the component does not provide.",
    remedy: "Use an artifact made for this component, or update what it depends on first.",
    exitCode: EXIT.refused,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
