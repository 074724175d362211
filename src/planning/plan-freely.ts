// The planner decides about the order: searches, and where there is nothing to be found, finds out why.

import { unreachable } from "../base/index.js";
import type { PlanMessage } from "./answer.js";
import {
  type Found,
  impossibleMessage,
  noReturnMessage,
  type Outlook,
  outlookOn,
  presented,
  type RelaxationLimits,
  undecidedMessage,
  unexplainedMessage,
} from "./explain/index.js";
import { findSequence, hasSequence, Memory } from "./search/index.js";
import { remainingOf, type Spending, spendingOf, upTo } from "./spending.js";

/** How planning ended. Why there is no plan is found out only when it is asked. */
export type Outcome =
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "refused"; readonly why: () => PlanMessage };

export function planFreely(outlook: Outlook, spending: Spending): Outcome {
  const result = findSequence(outlook.problem, remainingOf(spending));
  switch (result.kind) {
    case "found":
      return { kind: "found", found: result };
    case "undecided":
      return { kind: "refused", why: () => undecidedMessage(spending.budget.milliseconds, result.leastBatches) };
    case "impossible":
      return { kind: "refused", why: () => whyImpossible(outlook, spending) };
    default:
      return unreachable(result);
  }
}

/** The rule about the point of no return may be all that is in the way. */
function whyImpossible(outlook: Outlook, spending: Spending): PlanMessage {
  const { problem } = outlook;
  const { patience } = outlook.kin;
  if (problem.pointOfNoReturn === "allow") {
    const explain = () => impossibleMessage(outlook, limitsOf(spending));
    return patience.within(LONGEST_EXPLANATION_MILLISECONDS, explain, unexplainedMessage);
  }
  const permissive = outlookOn({ ...problem, pointOfNoReturn: "allow" }, patience);
  const otherwise = planFreely(permissive, spending);
  if (otherwise.kind === "refused") return otherwise.why();
  return noReturnMessage(outlook, presented(permissive, otherwise.found));
}

/** An explanation is not worth waiting for longer than this. */
const LONGEST_EXPLANATION_MILLISECONDS = 1500;
/** Nor does one of its many questions need more. */
const LONGEST_QUESTION_MILLISECONDS = 500;

function limitsOf(spending: Spending): RelaxationLimits {
  const own = spendingOf(upTo(spending, LONGEST_EXPLANATION_MILLISECONDS));
  const memory = new Memory();
  return {
    hasTime: () => remainingOf(own).milliseconds > 0,
    feasible: (problem) => {
      const budget = upTo(own, LONGEST_QUESTION_MILLISECONDS);
      if (budget.milliseconds === 0) return undefined;
      return hasSequence({ ...problem, ordering: "auto", pointOfNoReturn: "allow" }, budget, memory);
    },
  };
}
