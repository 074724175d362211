// Whether moves that cannot be taken back stand only where the rule about the point of no return lets them.

import type { PlanningProblem } from "../problem.js";
import type { RawBatch } from "../search-result.js";
import { canBeTakenBack, type Movers } from "./movement.js";
import type { Violation } from "./violation.js";

export function noReturnViolations(
  { pointOfNoReturn }: PlanningProblem,
  batches: readonly RawBatch[],
  movers: Movers,
): readonly Violation[] {
  if (pointOfNoReturn === "allow") return [];
  const forbidden = pointOfNoReturn === "refuse" ? batches : batches.slice(0, -1);
  return forbidden.flatMap((moves, index) =>
    moves.flatMap(({ group, from, to }): readonly Violation[] => {
      const mover = movers[group];
      if (mover === undefined || canBeTakenBack(mover, { from, to })) return [];
      const batch = index + 1;
      return [{ kind: "noReturn", batch, group, message: `batch ${batch}: group ${group} cannot go back from ${to}` }];
    }),
  );
}
