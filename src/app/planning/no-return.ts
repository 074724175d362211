// The manifest's rule for points of no return, for those that only show when a plan is to be carried out: components that are
// installed again, and artifacts that are not there any more.

import type { PlanMessage, PlanningAnswer, PlanningProblem } from "../../planning/index.js";

export function noReturnRefusal(
  { pointOfNoReturn: rule }: PlanningProblem,
  { sequence: { batches, pointOfNoReturn }, warnings }: Extract<PlanningAnswer, { isFeasible: true }>,
): PlanMessage | undefined {
  if (rule === "allow" || pointOfNoReturn === null) return undefined;
  if (rule === "last_batch" && pointOfNoReturn >= batches.length) return undefined;
  return {
    code: "PLAN_NO_RETURN_REFUSED",
    message: `from batch ${pointOfNoReturn} of ${batches.length} on only forward works, and planning.point_of_no_return is ${rule}`,
    lines: reasonsIn(warnings),
    hint: "Accept it for one run with --accept-no-return, or change planning.point_of_no_return in the manifest.",
    facts: { batch: pointOfNoReturn, batches: batches.length, rule },
  };
}

/** What a plan that is allowed would only warn of. */
function reasonsIn(warnings: readonly PlanMessage[]): readonly string[] {
  const about = warnings.filter(({ code }) => code === "PLAN_NO_RETURN" || code === "PLAN_NO_WAY_BACK");
  return about.flatMap(({ message, lines }) => [message, ...lines]);
}
