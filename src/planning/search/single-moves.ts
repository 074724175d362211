// The engine for parts in which every group makes one move: longest path, earliest starts, and where waits have several ways
// out the solver, first for any plan, then for a shorter one from the lower bound upwards.

import { type Bounds, earliestWithin, scheduleWithin } from "./bounded-order.js";
import { type Clock, OutOfTime } from "./clock.js";
import { chooseWithoutCycle } from "./cycles.js";
import type { PartMove, PartPlan } from "./part.js";
import { Precedence } from "./precedence.js";
import type { PrecedenceModel } from "./precedence-model.js";
import { lengthOf, type Schedule, type Waiting } from "./schedule.js";

const ROUNDS = 400;

export class SingleMoves {
  readonly #model: PrecedenceModel;
  #precedence: Precedence;
  #waits: readonly Waiting[];
  readonly #clock: Clock;
  #best: Schedule | undefined;
  /** Proven so far, also when time runs out. */
  leastBatches = 1;

  constructor(model: PrecedenceModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
    this.#waits = model.waits;
    this.#precedence = new Precedence(model.groups.length, model.waits);
  }

  get updates(): number {
    return this.#model.groups.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** The number of batches; undefined where there is no plan, which is proven. */
  least(): number | undefined {
    this.#best = this.#unbroken(() => (this.#precedence.isImpossible ? undefined : this.#shortest()));
    return this.#best === undefined ? undefined : lengthOf(this.#best);
  }

  /** Makes schedules until one breaks no wait that was not known of. */
  #unbroken(make: () => Schedule | undefined): Schedule | undefined {
    for (;;) {
      this.#clock.check();
      const schedule = make();
      const broken = schedule === undefined ? [] : this.#model.brokenBy(schedule);
      if (broken.length === 0) return schedule;
      this.#waits = [...this.#waits, ...broken];
      this.#precedence = new Precedence(this.#model.groups.length, this.#waits);
    }
  }

  /** Within so many batches, no fewer than found: the latest point of no return, and everything else early. */
  best(batches: number): PartPlan {
    const { isLast } = this.#model;
    try {
      return this.#planOf(this.#unbroken(() => this.#postponed(batches)) ?? new Int32Array(0), batches, true);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const best = this.#best ?? new Int32Array(0);
      const late = best.map((batch, group) => (isLast[group] === true ? batches - 1 : batch));
      return this.#planOf(late, batches, false);
    }
  }

  #planOf(schedule: Schedule, batches: number, isBest: boolean): PartPlan {
    const { groups, isReversible } = this.#model;
    const lists: PartMove[][] = Array.from({ length: batches }, () => []);
    let noReturn = Infinity;
    groups.forEach((group, at) => {
      const batch = schedule[at] as number;
      lists[batch]?.push({ group, from: 0, to: group.goal });
      if (isReversible[at] !== true) noReturn = Math.min(noReturn, batch);
    });
    return { batches: lists, updates: this.updates, noReturn, isBest };
  }

  #shortest(): Schedule | undefined {
    const first = this.#precedence.earliest();
    if (first === undefined) return undefined;
    this.leastBatches = lengthOf(first);
    if (this.#precedence.isSatisfied(first)) return first;
    const tails = this.#precedence.tails();
    if (tails === undefined) return undefined;
    const longest = lengthOf(tails);
    this.leastBatches = Math.max(this.leastBatches, longest);
    const latest = tails.map((tail) => longest - 1 - tail);
    if (this.#precedence.isSatisfied(latest)) return this.#compressed(latest);
    return this.#solved(first, tails);
  }

  #solved(first: Schedule, tails: Schedule): Schedule | undefined {
    const least = first.reduce((most, batch, group) => Math.max(most, batch + (tails[group] as number) + 1), 0);
    const choice = chooseWithoutCycle(this.#precedence, ROUNDS, this.#clock);
    if (choice.kind === "impossible") return undefined;
    const some = choice.kind === "chosen" ? this.#along(choice.edges) : undefined;
    const most = some === undefined ? first.length + 1 : lengthOf(some);
    this.leastBatches = least;
    try {
      for (; this.leastBatches < most; this.leastBatches += 1) {
        const bounds = boundsOf(first, tails, this.leastBatches);
        const schedule = scheduleWithin(this.#precedence, bounds, this.#clock);
        if (schedule !== undefined) return this.#compressed(schedule);
      }
    } catch (error) {
      if (!(error instanceof OutOfTime) || some === undefined) throw error;
    }
    return some;
  }

  #along(edges: readonly { readonly one: number; readonly other: number }[]): Schedule | undefined {
    const { size, plain } = this.#precedence;
    const waits = edges.map(({ one, other }) => ({ before: [one], after: [other] }));
    plain.forEach((list, one) => {
      for (const other of list) waits.push({ before: [one], after: [other] });
    });
    return new Precedence(size, waits).earliest();
  }

  /** As early as the ways out that the schedule takes allow. */
  #compressed(schedule: Schedule): Schedule {
    const edges = this.#precedence.waits.map(({ before, after }) => ({
      one: before.reduce((least, each) => ((schedule[each] as number) < (schedule[least] as number) ? each : least)),
      other: after.reduce((most, each) => ((schedule[each] as number) > (schedule[most] as number) ? each : most)),
    }));
    return this.#along(edges) ?? schedule;
  }

  #postponed(batches: number): Schedule {
    const best = this.#best ?? new Int32Array(0);
    const tails = this.#precedence.tails() ?? best;
    const { isReversible, isLast } = this.#model;
    const isFinal = (group: number) => isReversible[group] !== true && isLast[group] !== true;
    const releaseFrom = (batch: number) =>
      best.map((_, group) => (isLast[group] === true ? batches - 1 : isFinal(group) ? batch : 0));
    const latest = tails.reduce(
      (least, tail, group) => (isFinal(group) ? Math.min(least, batches - 1 - tail) : least),
      batches - 1,
    );
    for (let from = best.some((_, group) => isFinal(group)) ? latest : 0; from > 0; from -= 1) {
      const schedule = this.#placed(releaseFrom(from), tails, batches);
      if (schedule !== undefined) return schedule;
    }
    return this.#placed(releaseFrom(0), tails, batches) ?? best;
  }

  /** Everything as early as can be, the most urgent first; undefined where that is not within so many batches. */
  #placed(release: Int32Array, tails: Schedule, batches: number): Schedule | undefined {
    const first = this.#precedence.earliest(release);
    if (first === undefined || lengthOf(first) > batches) return undefined;
    if (this.#precedence.isSatisfied(first)) return first;
    return earliestWithin(this.#precedence, boundsOf(first, tails, batches), this.#clock);
  }
}

function boundsOf(first: Schedule, tails: Schedule, batches: number): Bounds {
  return { batches, first, last: tails.map((tail) => batches - 1 - tail) };
}
