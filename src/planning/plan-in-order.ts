// `ordering: verify`: the manifest's order values are taken as they are, where they are safe. Where they are not, the answer says
// what could happen, and which values would be safe.

import type { PlanMessage, ProposedOrder } from "./answer.js";
import {
  batchesByOrder,
  type Found,
  firstFinalBatch,
  firstUnsafe,
  noReturnMessage,
  type Outlook,
  obeysNoReturn,
  orderMessage,
  outlookOn,
  presented,
  proposedOrder,
  undecidedMessage,
  updatesIn,
} from "./explain/index.js";
import { type Outcome, planFreely } from "./plan-freely.js";
import { findSequence, hasSequence } from "./search/index.js";
import type { RawBatch } from "./search-result.js";
import { remainingOf, type Spending } from "./spending.js";

export function planInOrder(outlook: Outlook, spending: Spending): Outcome {
  const { batches, isStraight } = batchesByOrder(outlook);
  const unsafe = firstUnsafe(outlook, batches);
  // A way back may lead over other versions, which only the search looks for.
  const isBackSure = firstFinalBatch(outlook, batches) === null;
  if (unsafe === undefined && isStraight && isBackSure && obeysNoReturn(outlook, batches)) {
    return { kind: "found", found: asGiven(outlook, batches) };
  }
  const result = findSequence(outlook.problem, remainingOf(spending));
  if (result.kind === "found") return { kind: "found", found: result };
  if (result.kind === "undecided") {
    return { kind: "refused", why: () => undecidedMessage(spending.budget.milliseconds, result.leastBatches) };
  }
  return { kind: "refused", why: () => whyNotInOrder(outlook, spending) };
}

/** The order leaves no choice, so there is nothing better. */
function asGiven(outlook: Outlook, batches: readonly RawBatch[]): Found {
  const least = { batches: batches.length, updates: updatesIn(outlook, batches) };
  return { batches, isOptimal: true, least, pointOfNoReturn: firstFinalBatch(outlook, batches) };
}

/** The order alone may be at fault, or the rule about the point of no return, or neither. */
function whyNotInOrder(outlook: Outlook, spending: Spending): PlanMessage {
  const { problem } = outlook;
  const free = outlookOn({ ...problem, ordering: "auto" }, outlook.kin.patience);
  const otherwise = planFreely(free, spending);
  if (otherwise.kind === "refused") return otherwise.why();
  const { batches } = batchesByOrder(outlook);
  const unsafe = firstUnsafe(outlook, batches);
  if (unsafe === undefined) return noReturnInOrder(outlook, batches);
  return orderMessage(outlook, batches, { unsafe, proposal: provenProposal(outlook, otherwise.found, spending) });
}

/** Nothing but the rule about the point of no return keeps the order from being carried out. */
function noReturnInOrder(outlook: Outlook, batches: readonly RawBatch[]): PlanMessage {
  return noReturnMessage(outlook, presented(outlook, asGiven(outlook, batches)));
}

/** Only values that lead to a plan are proposed. */
function provenProposal(outlook: Outlook, { batches }: Found, spending: Spending): ProposedOrder | undefined {
  const proposal = proposedOrder(outlook, batches);
  if (proposal === undefined) return undefined;
  const { problem } = outlook;
  const types = problem.types.map((type) => ({ ...type, order: proposal.get(type.type) ?? type.order }));
  const reordered = outlookOn({ ...problem, types }, outlook.kin.patience);
  const literal = batchesByOrder(reordered);
  const isSafe = firstUnsafe(reordered, literal.batches) === undefined && obeysNoReturn(reordered, literal.batches);
  const isPlan = isSafe || hasSequence(reordered.problem, remainingOf(spending)) === true;
  return isPlan ? Object.fromEntries(proposal) : undefined;
}
