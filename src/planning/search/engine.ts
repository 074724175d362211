// Which engine answers a part. Every one answers exactly or says that the part is not for it; the choice depends on the problem
// alone, so the same problem always gets the same plan.

import { bestWithin, type Least, leastOf } from "./explicit.js";
import type { Clock, Part, PartPlan, PartRules } from "./part.js";
import { precedenceModel } from "./precedence-model.js";
import { SingleMoves } from "./single-moves.js";
import { StateSpace } from "./state-space.js";

export interface Engine {
  readonly least: Least;
  /** Within so many batches, no fewer than the least. */
  readonly best: (batches: number) => PartPlan;
}

const LIMITS = { states: 1 << 18, steps: 1 << 21 };

/** Undefined where there is no plan, which is proven. */
export function engineFor(part: Part, rules: PartRules, clock: Clock): Engine | undefined {
  const single = singleMoves(part, rules, clock);
  if (single === "impossible") return undefined;
  return single ?? explicit(part, rules, clock);
}

function explicit(part: Part, rules: PartRules, clock: Clock): Engine | undefined {
  const space = new StateSpace({ part, rules, limits: LIMITS, clock });
  const least = leastOf(space);
  return least === undefined ? undefined : { least, best: (batches) => bestWithin(space, batches) };
}

/** A plan of straight moves has the fewest updates; the fewest batches only where there are no other moves that could help. */
function singleMoves(part: Part, rules: PartRules, clock: Clock): Engine | "impossible" | undefined {
  const model = rules.isOrdered ? undefined : precedenceModel(part, rules);
  if (model === undefined || (model.isRestricted && rules.objective === "fastest")) return undefined;
  const engine = new SingleMoves(model, clock);
  const batches = engine.least();
  if (batches === undefined) return model.isRestricted ? undefined : "impossible";
  return { least: { batches, updates: engine.updates }, best: (within) => engine.best(within) };
}
