// Why there is no plan, in the simplest form that is true: two types that block each other, a circle of several, or the
// restrictions that exclude every plan together.

import type { PlanMessage } from "../answer.js";
import { blockedMessage } from "./blocked-message.js";
import { conflictMessage } from "./conflict-message.js";
import { cycleMessage } from "./cycle-message.js";
import { diagnoseImpossible } from "./diagnosis.js";
import type { Outlook } from "./outlook.js";
import type { RelaxationLimits } from "./relaxation.js";

/** Proven, and all that can be said in the time that there was. */
export function unexplainedMessage(): PlanMessage {
  return {
    code: "PLAN_CONFLICT",
    message: "no safe sequence exists (proven); finding out which rows exclude it takes too long",
    lines: [],
    hint: "split large tables into smaller ones, and accept more on the way",
    facts: { rows: [], is_minimal: false },
  };
}

/** For a problem that is proven to have no plan. */
export function impossibleMessage(outlook: Outlook, limits: RelaxationLimits): PlanMessage {
  const diagnosis = diagnoseImpossible(outlook, limits.feasible);
  if (diagnosis.kind !== "cycle") return conflictMessage(outlook, diagnosis, limits);
  return blockedMessage(outlook, diagnosis, limits) ?? cycleMessage(outlook, diagnosis, limits);
}
