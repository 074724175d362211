// Exact answers from the explicit state space: the least updates and batches of a part, by a shortest-path search that also
// remembers a way; look-back.ts makes the best plan of it.

import { Heap } from "./heap.js";
import type { PartPlan } from "./part.js";
import { START, type StateSpace, type Step } from "./state-space.js";

export interface Least {
  readonly updates: number;
  readonly batches: number;
}

export interface Way extends Least {
  readonly steps: readonly Step[];
}

/** By state: the state and the step before it. */
type Origins = Map<number, { readonly from: number; readonly step: Step }>;

/** By the objective; undefined where the goal cannot be reached, which is a proof: every reachable state was visited. */
export function shortestWay(space: StateSpace): Way | undefined {
  const isFastest = space.rules.objective === "fastest";
  const heap = new Heap();
  const done = new Set<number>();
  const origins: Origins = new Map();
  const costs = new Map<number, readonly [number, number]>();
  heap.push({ id: START, first: 0, second: 0 });
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) {
    const { id, first, second } = item;
    if (done.has(id)) continue;
    done.add(id);
    if (space.isGoal(id)) {
      const steps = stepsTo(id, origins);
      return isFastest ? { batches: first, updates: second, steps } : { updates: first, batches: second, steps };
    }
    for (const step of space.steps(id)) {
      if (done.has(step.to)) continue;
      const next = isFastest
        ? ([first + 1, second + step.updates] as const)
        : ([first + step.updates, second + 1] as const);
      if (!isLess(next, costs.get(step.to))) continue;
      costs.set(step.to, next);
      origins.set(step.to, { from: id, step });
      heap.push({ id: step.to, first: next[0], second: next[1] });
    }
  }
  return undefined;
}

function isLess(cost: readonly [number, number], known: readonly [number, number] | undefined): boolean {
  return known === undefined || cost[0] < known[0] || (cost[0] === known[0] && cost[1] < known[1]);
}

function stepsTo(goal: number, origins: Origins): readonly Step[] {
  const steps: Step[] = [];
  for (let origin = origins.get(goal); origin !== undefined; origin = origins.get(origin.from)) {
    steps.push(origin.step);
    if (origin.from === START) break;
  }
  return steps.reverse();
}

/** The way as it was found, for want of time: the first move without a reverse counts as the point of no return. */
export function planAlong({ steps, updates }: Way, batches: number, isLate: boolean): PartPlan {
  const before = isLate ? steps.slice(0, -1) : steps;
  const lists: Step["moves"][] = before.map(({ moves }) => moves);
  while (lists.length < batches - (isLate ? 1 : 0)) lists.push([]);
  if (isLate) lists.push(steps.at(-1)?.moves ?? []);
  const first = before.findIndex(({ isReversible }) => !isReversible);
  const isLastFinal = isLate && steps.at(-1)?.isReversible === false;
  return {
    batches: lists,
    updates,
    noReturn: first >= 0 ? first : isLastFinal ? batches - 1 : Infinity,
    isBest: false,
  };
}
