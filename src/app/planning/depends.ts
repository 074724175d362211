// Artifacts that may not be installed on a component: the plan is refused.

import { OrchestratorError } from "../../base/index.js";
import type { PlanFault } from "../../planning/index.js";

/** Throws PLAN_DEPENDS_UNMET. */
export function refuseFaults(faults: readonly PlanFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const others = faults.length === 1 ? "" : ` (and ${faults.length - 1} more)`;
  throw new OrchestratorError({
    code: "PLAN_DEPENDS_UNMET",
    message: `${describeFault(first)}${others}`,
    hint: "Use an artifact that was made for this component, or update what it depends on first.",
    facts: { faults: faults.map((fault) => ({ ...fault, text: describeFault(fault) })) },
  });
}

export function describeFault({ component, artifactName, unmet }: PlanFault): string {
  const has = unmet.actual === undefined ? `says nothing of ${unmet.key}` : `has ${unmet.key}=${unmet.actual}`;
  return `${artifactName} may not be installed on ${component}: it needs ${unmet.key}=${unmet.accepted.join(" or ")}, and the component ${has}`;
}
