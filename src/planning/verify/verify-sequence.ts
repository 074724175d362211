// Checks a sequence against the problem it is meant to solve, whatever made it. It follows the definitions (docs/planner.md)
// and nothing else: it shares no code with the search, and does not judge whether there is a better sequence.

import type { PlanningProblem } from "../problem.js";
import type { RawBatch } from "../search-result.js";
import { combinationViolations } from "./check-combinations.js";
import { moveViolations } from "./check-moves.js";
import { noReturnViolations } from "./check-no-return.js";
import { orderViolations } from "./check-order.js";
import { moversOf } from "./movement.js";
import type { Violation } from "./violation.js";

/**
 * Everything that is wrong with the sequence; empty where it may be carried out. Versions are identities. `tick` is told of
 * every step, and may throw to end a check that takes too long.
 */
export function verifySequence(
  problem: PlanningProblem,
  batches: readonly RawBatch[],
  tick: () => void = () => undefined,
): readonly Violation[] {
  const movers = moversOf(problem);
  // Moves of groups that do not exist show nothing; everything else is still looked at.
  const known = batches.map((batch) => batch.filter(({ group }) => problem.groups[group] !== undefined));
  return [
    ...moveViolations(problem, batches, movers),
    ...combinationViolations(problem, known, tick),
    ...noReturnViolations(problem, known, movers),
    ...orderViolations(problem, known),
  ];
}
