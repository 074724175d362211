// Artifacts after which a component could not be asked what it provides any more: then no later manifest could be planned, not
// even one that repairs it. Judged by what the artifact itself says; what an interface makes of it is its own affair.

import { OrchestratorError } from "../base/index.js";
import { faultOfProvides } from "../interfaces/index.js";
import { type Plan, plannedComponents } from "../model/index.js";

/** Throws ARTIFACT_PROVIDES_REFUSED. */
export function refuseWhatCannotBeAnswered(plans: readonly Plan[]): void {
  for (const component of plans.flatMap(plannedComponents)) {
    const { key, artifact, target, dialect } = component;
    const fault = faultOfProvides(Object.entries(target), component, dialect);
    if (fault === undefined) continue;
    throw new OrchestratorError({
      code: "ARTIFACT_PROVIDES_REFUSED",
      message: `after ${artifact.name}, ${key} could not answer Provides: ${fault}`,
      hint: "Make the artifact anew without one of them; `artifact read` shows what it provides.",
      facts: { component: key, path: artifact.path },
    });
  }
}
