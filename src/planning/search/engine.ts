// Which engine answers a part. Every one answers exactly or says that the part is not for it; the choice depends on the problem
// alone, so the same problem always gets the same plan.

import { bestWithin, type Least, leastOf } from "./explicit.js";
import { netSearch } from "./net-search.js";
import { type Clock, OutOfTime, type Part, type PartPlan, type PartRules } from "./part.js";
import { precedenceModel } from "./precedence-model.js";
import { isMet } from "./schedule.js";
import { SingleMoves } from "./single-moves.js";
import { type SpaceLimits, StateSpace, TooLarge } from "./state-space.js";

export interface Found {
  readonly kind: "found";
  readonly found: Least;
  /** What was proven; the same where the plan is optimal. */
  readonly least: Least;
  /** Within so many batches, no fewer than found. */
  readonly best: (batches: number) => PartPlan;
}

export type PartAnswer =
  | Found
  | { readonly kind: "impossible" }
  | { readonly kind: "undecided"; readonly leastBatches: number };

/** A part of so few states is searched state by state before anything else is tried. */
const SMALL: SpaceLimits = { states: 1 << 10, steps: 1 << 15 };
const WIDE: SpaceLimits = { states: 1 << 12, steps: 1 << 16 };
const WIDE_COLUMNS = 20;
const LARGE: SpaceLimits = { states: 1 << 17, steps: 1 << 20 };

export function answerPart(part: Part, rules: PartRules, clock: Clock): PartAnswer {
  return (
    inOrder(part, rules) ??
    veryWide(part, rules, clock) ??
    singleMoves(part, rules, clock) ??
    explicit(part, rules, { clock, limits: SMALL }) ??
    net(part, rules, clock) ??
    explicit(part, rules, { clock, limits: LARGE }) ?? { kind: "undecided", leastBatches: 1 }
  );
}

/** Under a verified order straight moves leave no choice: one batch per order. It is a plan, or another has more updates. */
function inOrder(part: Part, rules: PartRules): PartAnswer | undefined {
  const model = rules.isOrdered ? precedenceModel(part, rules) : undefined;
  if (model === undefined) return undefined;
  const { groups, waits, isLast, isReversible, brokenBy } = model;
  const orders = [...new Set(groups.map(({ order }) => order))].sort((a, b) => a - b);
  const schedule = Int32Array.from(groups, ({ order }) => orders.indexOf(order));
  const isSafe = waits.every((wait) => isMet(wait, schedule)) && brokenBy(schedule).length === 0;
  const isInTime = schedule.every((batch, at) => isLast[at] !== true || batch === orders.length - 1);
  if (!isSafe || !isInTime) return undefined;
  const batches = orders.map((_, batch) =>
    groups.flatMap((group, at) => (schedule[at] === batch ? [{ group, from: 0, to: group.goal }] : [])),
  );
  const noReturn = schedule.reduce((least, batch, at) => (isReversible[at] ? least : Math.min(least, batch)), Infinity);
  const found = { batches: orders.length, updates: groups.reduce((sum, { weight }) => sum + weight, 0) };
  return { kind: "found", found, least: found, best: () => ({ batches, updates: found.updates, noReturn }) };
}

/** Of very wide tables few states are acceptable, however many there could be: they are walked along. */
function veryWide(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  if (!part.wide.some(({ sets }) => sets.columns.length > WIDE_COLUMNS)) return undefined;
  return explicit(part, rules, { clock, limits: WIDE });
}

/** A plan of straight moves has the fewest updates; the fewest batches only where there are no other moves that could help. */
function singleMoves(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  const model = rules.isOrdered ? undefined : precedenceModel(part, rules);
  if (model === undefined || (model.isRestricted && rules.objective === "fastest")) return undefined;
  const engine = new SingleMoves(model, clock);
  const batches = engine.least();
  if (batches === undefined) return model.isRestricted ? undefined : { kind: "impossible" };
  const found = { batches, updates: engine.updates };
  return { kind: "found", found, least: found, best: (within) => engine.best(within) };
}

function explicit(
  part: Part,
  rules: PartRules,
  { clock, limits }: { readonly clock: Clock; readonly limits: SpaceLimits },
): PartAnswer | undefined {
  try {
    const space = new StateSpace({ part, rules, limits, clock });
    const found = leastOf(space);
    if (found === undefined) return { kind: "impossible" };
    return { kind: "found", found, least: found, best: (batches) => bestWithin(space, batches) };
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function net(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  const search = netSearch(part, rules, clock);
  if (search === undefined) return undefined;
  try {
    const found = search.search();
    if (found === undefined) return { kind: "impossible" };
    return { kind: "found", found, least: found.least, best: (batches) => search.best(batches) };
  } catch (error) {
    if (error instanceof OutOfTime) return { kind: "undecided", leastBatches: search.leastBatches };
    throw error;
  }
}
