// Which engine answers a part. Every one answers exactly or says that the part is not for it; the choice depends on the problem
// alone, so the same problem always gets the same plan.

import { type Clock, OutOfTime } from "./clock.js";
import { type Least, planAlong, shortestWay } from "./explicit.js";
import { LookBack } from "./look-back.js";
import { MAX_NODES } from "./neighbours.js";
import { netSearch } from "./net-search.js";
import { type Part, type PartPlan, type PartRules, plainLeast } from "./part.js";
import { precedenceModel } from "./precedence-model.js";
import { relaxedPart } from "./relaxed-net.js";
import { isLossPlain } from "./returnable.js";
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

/** Answers, or undefined where the part is not for it. */
type Engine = (part: Part, rules: PartRules, clock: Clock) => PartAnswer | undefined;

/** By what they go through. Where several can answer, they give the same plan. */
export const ENGINES = { inOrder, singleMoves, net, states: explicit(LARGE) } as const satisfies Record<string, Engine>;

const few = explicit(SMALL);

export function answerPart(part: Part, rules: PartRules, clock: Clock): PartAnswer {
  // Only states tell what is lost where a way back may lead over other versions.
  const engines = isLossPlain(part)
    ? [inOrder, veryWide, singleMoves, blocked, few, net, ENGINES.states]
    : [singleMoves, blocked, few, ENGINES.states, net];
  for (const engine of engines) {
    const answer = inTime(engine, part, { rules, clock });
    if (answer !== undefined) return answer;
  }
  return { kind: "undecided", leastBatches: plainLeast(part, rules).batches };
}

function inTime(
  engine: Engine,
  part: Part,
  { rules, clock }: { readonly rules: PartRules; readonly clock: Clock },
): PartAnswer | undefined {
  const { batches } = plainLeast(part, rules);
  try {
    const answer = engine(part, rules, clock);
    if (answer?.kind !== "undecided") return answer;
    return { kind: "undecided", leastBatches: Math.max(answer.leastBatches, batches) };
  } catch (error) {
    if (error instanceof OutOfTime) return { kind: "undecided", leastBatches: batches };
    throw error;
  }
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
  return {
    kind: "found",
    found,
    least: found,
    best: () => ({ batches, updates: found.updates, noReturn, isBest: true }),
  };
}

/** Of very wide tables few states are acceptable, however many there could be: they are walked along. */
function veryWide(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  if (!part.wide.some(({ sets }) => sets.columns.length > WIDE_COLUMNS)) return undefined;
  return explicit(WIDE)(part, rules, clock);
}

/** Most of what is impossible is so even where groups could be anywhere that they have ever been able to be. */
function blocked(part: Part, rules: PartRules): PartAnswer | undefined {
  const isForIt = !rules.isOrdered && part.groups.every(({ versions }) => versions.length <= MAX_NODES);
  return isForIt && relaxedPart(part) === undefined ? { kind: "impossible" } : undefined;
}

/** A plan of straight moves has the fewest updates; the fewest batches only where there are no other moves that could help. */
function singleMoves(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  const model = rules.isOrdered ? undefined : precedenceModel(part, rules);
  if (model === undefined || (model.isRestricted && rules.objective === "fastest")) return undefined;
  const engine = new SingleMoves(model, clock);
  try {
    const batches = engine.least();
    if (batches === undefined) return model.isRestricted ? undefined : { kind: "impossible" };
    const { updates, leastBatches } = engine;
    const least = { batches: leastBatches, updates };
    return { kind: "found", found: { batches, updates }, least, best: (within) => engine.best(within) };
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return { kind: "undecided", leastBatches: model.isRestricted ? 1 : engine.leastBatches };
  }
}

function explicit(limits: SpaceLimits): Engine {
  return (part, rules, clock) => {
    try {
      const space = new StateSpace({ part, rules, limits, clock });
      const way = shortestWay(space);
      if (way === undefined) return { kind: "impossible" };
      const found: Least = { batches: way.batches, updates: way.updates };
      const isLate = rules.pointOfNoReturn === "last_batch";
      const best = (batches: number) => {
        try {
          return new LookBack(space, batches).plan();
        } catch (error) {
          if (error instanceof OutOfTime || error instanceof TooLarge) return planAlong(way, batches, isLate);
          throw error;
        }
      };
      return { kind: "found", found, least: found, best };
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw error;
    }
  };
}

function net(part: Part, rules: PartRules, clock: Clock): PartAnswer | undefined {
  const search = netSearch(part, rules, clock);
  if (search === undefined) return undefined;
  // It takes every move without a reverse for a loss.
  const judged = (plan: PartPlan) => ({
    ...plan,
    isBest: plan.isBest && (plan.noReturn === Infinity || isLossPlain(part)),
  });
  try {
    const found = search.search();
    if (found === undefined) return { kind: "impossible" };
    return { kind: "found", found, least: found.least, best: (batches) => judged(search.best(batches)) };
  } catch (error) {
    if (error instanceof OutOfTime) return { kind: "undecided", leastBatches: search.leastBatches };
    throw error;
  }
}
