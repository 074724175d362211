// Exact answers from the explicit state space: the least updates and batches of a part by a shortest-path search, then, within
// the number of batches that the whole plan has, the best plan by looking back from its end.

import { Heap } from "./heap.js";
import type { PartPlan } from "./part.js";
import { returnable } from "./returnable.js";
import { START, type StateSpace, type Step } from "./state-space.js";

export interface Least {
  readonly updates: number;
  readonly batches: number;
}

/** By the objective; undefined where the goal cannot be reached, which is a proof: every reachable state was visited. */
export function leastOf(space: StateSpace): Least | undefined {
  const isFastest = space.rules.objective === "fastest";
  const heap = new Heap();
  const done = new Set<number>();
  heap.push({ id: START, first: 0, second: 0 });
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) {
    const { id, first, second } = item;
    if (done.has(id)) continue;
    done.add(id);
    if (space.isGoal(id)) return isFastest ? { batches: first, updates: second } : { updates: first, batches: second };
    for (const { to, updates } of space.steps(id)) {
      if (done.has(to)) continue;
      const next = isFastest ? [first + 1, second + updates] : [first + updates, second + 1];
      heap.push({ id: to, first: next[0] ?? 0, second: next[1] ?? 0 });
    }
  }
  return undefined;
}

/** What is left to do from a state: updates, and the first batch that gives up the way back. */
interface Outlook {
  readonly updates: number;
  /** Infinity: never; 0 where it is lost already. */
  readonly noReturn: number;
  /** Undefined: wait, or nothing left to do. */
  readonly step: Step | undefined;
}

const HOPELESS: Outlook = { updates: Infinity, noReturn: -1, step: undefined };

/** Fewest updates within the batches, then the latest point of no return, then the most urgent moves first. */
export function bestWithin(space: StateSpace, batches: number): PartPlan {
  return new Lookback(space, batches).plan();
}

class Lookback {
  readonly #space: StateSpace;
  readonly #batches: number;
  readonly #memo: Map<number, Outlook>[];
  readonly #isReturnable: (nodes: readonly number[]) => boolean;

  constructor(space: StateSpace, batches: number) {
    this.#space = space;
    this.#batches = batches;
    this.#memo = Array.from({ length: batches + 1 }, () => new Map());
    this.#isReturnable = returnable(space.part);
  }

  plan(): PartPlan {
    const { updates, noReturn } = this.#outlook(START, 0);
    const batches: Step["moves"][] = [];
    let state = START;
    for (let batch = 0; batch < this.#batches; batch += 1) {
      const { step } = this.#outlook(state, batch);
      batches.push(step?.moves ?? []);
      state = step?.to ?? state;
    }
    return { batches, updates, noReturn };
  }

  #outlook(state: number, batch: number): Outlook {
    const known = this.#memo[batch]?.get(state);
    if (known !== undefined) return known;
    const outlook = this.#look(state, batch);
    this.#memo[batch]?.set(state, outlook);
    return outlook;
  }

  #look(state: number, batch: number): Outlook {
    const isLost = !this.#isReturnable(this.#space.nodes(state));
    if (this.#space.isGoal(state)) return { updates: 0, noReturn: isLost ? 0 : Infinity, step: undefined };
    if (batch === this.#batches) return HOPELESS;
    let best = HOPELESS;
    for (const step of this.#space.steps(state)) {
      if (!this.#isInTime(step, batch)) continue;
      const ahead = this.#outlook(step.to, batch + 1);
      const updates = step.updates + ahead.updates;
      if (updates > best.updates || updates === Infinity) continue;
      const noReturn = isLost ? 0 : this.#isWayBackKept(state, step) ? ahead.noReturn : batch;
      if (isBetter({ updates, noReturn }, best)) best = { updates, noReturn, step };
    }
    const later = this.#outlook(state, batch + 1);
    return isBetter(later, best) ? { ...later, step: undefined } : best;
  }

  #isInTime({ isReversible }: Step, batch: number): boolean {
    return isReversible || this.#space.rules.pointOfNoReturn !== "last_batch" || batch === this.#batches - 1;
  }

  /** In every state of the box, whichever of the moves are made. */
  #isWayBackKept(state: number, { moves, isReversible }: Step): boolean {
    if (isReversible) return true;
    const nodes = [...this.#space.nodes(state)];
    const places = moves.map(({ group }) => this.#space.part.groups.indexOf(group));
    const isKept = (from: number): boolean => {
      const move = moves[from];
      const place = places[from];
      if (move === undefined || place === undefined) return this.#isReturnable(nodes);
      nodes[place] = move.to;
      const isKeptMoved = isKept(from + 1);
      nodes[place] = move.from;
      return isKeptMoved && isKept(from + 1);
    };
    return isKept(0);
  }
}

function isBetter(a: Omit<Outlook, "step">, b: Omit<Outlook, "step">): boolean {
  return a.updates === b.updates ? a.noReturn > b.noReturn : a.updates < b.updates;
}
