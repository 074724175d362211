// The whole way from a planning problem to an answer: the manifest's order or the planner's own, the verifier, and the words;
// where there is no plan, first whether both ends are acceptable and within reach at all. Each step is described where it is made.

import { OrchestratorError } from "../base/index.js";
import type { PlanMessage, PlanningAnswer } from "./answer.js";
import {
  endpointRefusal,
  type Found,
  mixedRefusal,
  noReturnWarning,
  notOptimalWarning,
  type Outlook,
  outlookOn,
  presented,
  uncheckedMessage,
  undecidedMessage,
  withoutMixing,
} from "./explain/index.js";
import { Patience } from "./patience.js";
import { type Outcome, planFreely } from "./plan-freely.js";
import { planInOrder } from "./plan-in-order.js";
import type { PlanningBudget, PlanningProblem } from "./problem.js";
import { spendingOf } from "./spending.js";
import { type Violation, verifySequence } from "./verify/index.js";

/** Throws OrchestratorError PLAN_UNPROVEN where a plan does not pass the verifier: a mistake of this program. */
export function planUpdates(problem: PlanningProblem, budget: PlanningBudget): PlanningAnswer {
  const mixed = mixedRefusal(problem);
  if (mixed !== undefined) return refused(mixed);
  const patience = new Patience(budget);
  const outlook = outlookOn(withoutMixing(problem), patience);
  const plan = problem.ordering === "verify" ? planInOrder : planFreely;
  return patience.attempt(
    () => answered(outlook, plan(outlook, spendingOf(budget)), budget),
    () => refused(undecidedMessage(budget.milliseconds, 1)),
  );
}

/** What is always granted to the steps after the search, even if it used the whole budget. */
const LONGEST_LOOK_AT_ENDPOINTS_MILLISECONDS = 500;
const SHORTEST_CHECK_MILLISECONDS = 1000;

function answered(outlook: Outlook, outcome: Outcome, budget: PlanningBudget): PlanningAnswer {
  const { patience } = outlook.kin;
  if (outcome.kind === "refused") return refused(atEndpoints(outlook) ?? outcome.why());
  const { found } = outcome;
  const unchecked = () => refused(uncheckedMessage(budget.milliseconds));
  const check = () => checked(outlook, found, budget);
  return patience.within(Math.max(patience.milliseconds, SHORTEST_CHECK_MILLISECONDS), check, unchecked);
}

function atEndpoints(outlook: Outlook): PlanMessage | undefined {
  const look = () => endpointRefusal(outlook);
  return outlook.kin.patience.within(LONGEST_LOOK_AT_ENDPOINTS_MILLISECONDS, look, () => undefined);
}

function checked(outlook: Outlook, found: Found, budget: PlanningBudget): PlanningAnswer {
  const violations = verifySequence(outlook.problem, found.batches, outlook.kin.patience.tick);
  return violations.length === 0 ? feasible(outlook, found, budget) : refused(wrongEndpoint(outlook, violations));
}

function refused(refusal: PlanMessage): PlanningAnswer {
  return { isFeasible: false, refusal, warnings: [] };
}

function feasible(outlook: Outlook, found: Found, budget: PlanningBudget): PlanningAnswer {
  const sequence = presented(outlook, found);
  const warnings = [...noReturnWarning(sequence), ...notOptimalWarning(sequence, budget.milliseconds)];
  return { isFeasible: true, sequence, warnings };
}

/** Nobody sees a plan that does not pass. Order values are carried out whatever the ends are, so they may be the reason. */
function wrongEndpoint(outlook: Outlook, violations: readonly Violation[]): PlanMessage {
  const refusal = endpointRefusal(outlook);
  if (refusal !== undefined) return refusal;
  throw new OrchestratorError({
    code: "PLAN_UNPROVEN",
    message: `the plan does not pass its own check and was thrown away: ${violations[0]?.message ?? ""}`,
    hint: "this is a mistake in the planner; nothing was touched",
    facts: { violations },
  });
}
