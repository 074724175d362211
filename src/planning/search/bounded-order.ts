// Single moves within a number of batches, for the solver: "done before batch t" for every group and batch that its bounds leave
// open, and one clause for every wait and batch.

import type { Clock } from "./clock.js";
import type { Precedence } from "./precedence.js";
import { type Literal, not, Solver } from "./sat.js";
import type { Schedule } from "./schedule.js";

export interface Bounds {
  readonly batches: number;
  /** By group: its first and its last possible batch. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Undefined where there is none, which is proven. */
export function scheduleWithin(precedence: Precedence, bounds: Bounds, clock: Clock): Schedule | undefined {
  return isEmpty(bounds) ? undefined : new BoundedOrder(precedence, bounds, clock).solve();
}

/** The one in which the first group comes as early as can be, then the second, and so on. */
export function earliestWithin(precedence: Precedence, bounds: Bounds, clock: Clock): Schedule | undefined {
  return isEmpty(bounds) ? undefined : new BoundedOrder(precedence, bounds, clock).settle();
}

function isEmpty({ first, last }: Bounds): boolean {
  return first.some((batch, group) => batch > (last[group] as number));
}

const NEVER = -1;
const ALWAYS = -2;

class BoundedOrder {
  readonly #precedence: Precedence;
  readonly #bounds: Bounds;
  readonly #solver: Solver;
  /** By group: the variable of "done before its first batch + 1". */
  readonly #offsets: Int32Array;

  constructor(precedence: Precedence, bounds: Bounds, clock: Clock) {
    this.#precedence = precedence;
    this.#bounds = bounds;
    this.#offsets = new Int32Array(precedence.size);
    let variables = 0;
    for (let group = 0; group < precedence.size; group += 1) {
      this.#offsets[group] = variables;
      variables += (bounds.last[group] as number) - (bounds.first[group] as number);
    }
    this.#solver = new Solver(variables, clock);
    for (let variable = 0; variable < variables; variable += 1) this.#solver.prefer(2 * variable);
    this.#addAll();
  }

  solve(assumptions: readonly Literal[] = []): Schedule | undefined {
    if (!this.#solver.solve(assumptions)) return undefined;
    return Int32Array.from(this.#offsets, (_, group) => this.#batchOf(group));
  }

  settle(): Schedule | undefined {
    let schedule = this.solve();
    if (schedule === undefined) return undefined;
    for (let group = 0; group < schedule.length; group += 1) {
      const first = this.#bounds.first[group] as number;
      for (let batch = schedule[group] as number; batch > first; batch = schedule[group] as number) {
        const earlier = this.solve([this.#done(group, batch)]);
        if (earlier === undefined) break;
        schedule = earlier;
      }
      const done = this.#done(group, (schedule[group] as number) + 1);
      if (done !== ALWAYS) this.#solver.add([done]);
    }
    return schedule;
  }

  #batchOf(group: number): number {
    const first = this.#bounds.first[group] as number;
    const last = this.#bounds.last[group] as number;
    for (let batch = first; batch < last; batch += 1)
      if (this.#solver.values[this.#done(group, batch + 1)] === 1) return batch;
    return last;
  }

  /** Whether the group's move is in a batch before `batch`. */
  #done(group: number, batch: number): Literal {
    const first = this.#bounds.first[group] as number;
    if (batch <= first) return NEVER;
    if (batch > (this.#bounds.last[group] as number)) return ALWAYS;
    return 2 * ((this.#offsets[group] as number) + batch - first - 1);
  }

  #addAll(): void {
    const { first, last, batches } = this.#bounds;
    for (let group = 0; group < first.length; group += 1) {
      for (let batch = (first[group] as number) + 1; batch < (last[group] as number); batch += 1) {
        this.#solver.add([not(this.#done(group, batch)), this.#done(group, batch + 1)]);
      }
    }
    const { plain, waits } = this.#precedence;
    plain.forEach((list, one) => {
      for (const other of list) this.#addWait([one], [other], batches);
    });
    for (const { before, after } of waits) this.#addWait(before, after, batches);
  }

  #addWait(before: readonly number[], after: readonly number[], batches: number): void {
    for (let batch = 0; batch < batches; batch += 1) {
      const clause: Literal[] = [];
      if (this.#isWaitClause(clause, { before, after, batch })) this.#solver.add(clause);
    }
  }

  /** In this batch one of the earlier ones is done already, or one of the later ones does not move yet. */
  #isWaitClause(
    clause: Literal[],
    {
      before,
      after,
      batch,
    }: { readonly before: readonly number[]; readonly after: readonly number[]; readonly batch: number },
  ): boolean {
    for (const one of before) {
      const literal = this.#done(one, batch);
      if (literal === ALWAYS) return false;
      if (literal !== NEVER) clause.push(literal);
    }
    for (const other of after) {
      const literal = this.#done(other, batch + 1);
      if (literal === NEVER) return false;
      if (literal !== ALWAYS) clause.push(not(literal));
    }
    return true;
  }
}
