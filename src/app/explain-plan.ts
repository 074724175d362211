// `plan --explain TYPE`: why the components of a type are updated when they are, or why they cannot be.

import { explainType } from "../planning/index.js";
import type { PlanAnswer } from "./plan-answer.js";

/** Line by line, without indentation. */
export async function explainPlan({ problem, answer }: PlanAnswer, type: string): Promise<readonly string[]> {
  if (!answer.isFeasible) return [answer.refusal.message, ...answer.refusal.lines];
  if (problem !== undefined) return explainType(problem, answer.sequence, type);
  const batch = answer.sequence.batches.findIndex(({ moves }) => moves.some((move) => move.type === type));
  if (batch === -1) return [`no component of the type ${type} is updated`];
  return [`${type} is updated in batch ${batch + 1}, because of its order; the manifest has no constraints`];
}
