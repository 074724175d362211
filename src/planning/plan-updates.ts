// The whole way from a planning problem to an answer: both ends, the manifest's order or the planner's own, the verifier, and the
// words. Each step is described where it is made.

import { OrchestratorError } from "../base/index.js";
import type { PlanMessage, PlanningAnswer } from "./answer.js";
import {
  endpointRefusal,
  type Found,
  noReturnWarning,
  notOptimalWarning,
  type Outlook,
  outlookOn,
  presented,
} from "./explain/index.js";
import { planFreely } from "./plan-freely.js";
import { planInOrder } from "./plan-in-order.js";
import type { PlanningBudget, PlanningProblem } from "./problem.js";
import { spendingOf } from "./spending.js";
import { verifySequence } from "./verify/index.js";

/** Throws OrchestratorError PLAN_UNPROVEN where a plan does not pass the verifier: a mistake of this program. */
export function planUpdates(problem: PlanningProblem, budget: PlanningBudget): PlanningAnswer {
  const outlook = outlookOn(problem);
  const refusal = endpointRefusal(outlook);
  if (refusal !== undefined) return refused(refusal);
  const plan = problem.ordering === "verify" ? planInOrder : planFreely;
  const outcome = plan(outlook, spendingOf(budget));
  return outcome.kind === "refused" ? refused(outcome.refusal) : feasible(outlook, outcome.found, budget);
}

function refused(refusal: PlanMessage): PlanningAnswer {
  return { isFeasible: false, refusal, warnings: [] };
}

function feasible(outlook: Outlook, found: Found, budget: PlanningBudget): PlanningAnswer {
  prove(outlook.problem, found);
  const sequence = presented(outlook, found);
  const warnings = [...noReturnWarning(sequence), ...notOptimalWarning(sequence, budget.milliseconds)];
  return { isFeasible: true, sequence, warnings };
}

/** Whatever made the plan, nobody sees it before it has passed. */
function prove(problem: PlanningProblem, { batches }: Found): void {
  const violations = verifySequence(problem, batches);
  const [first] = violations;
  if (first === undefined) return;
  throw new OrchestratorError({
    code: "PLAN_UNPROVEN",
    message: `the plan does not pass its own check and was thrown away: ${first.message}`,
    hint: "this is a mistake in the planner; nothing was touched",
    facts: { violations },
  });
}
