// The engine for parts in which every group makes one move: longest path, earliest starts, and where waits have several ways
// out the solver, first for any plan, then for a shorter one from the lower bound upwards.

import { type Bounds, scheduleWithin } from "./bounded-order.js";
import { chooseWithoutCycle } from "./cycles.js";
import type { Clock, PartMove, PartPlan } from "./part.js";
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

  constructor(model: PrecedenceModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
    this.#waits = model.waits;
    this.#precedence = new Precedence(model.groups.length, model.waits);
  }

  get updates(): number {
    return this.#model.groups.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** The least number of batches; undefined where there is no plan, which is proven. */
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

  /** Within so many batches, no fewer than the least: the latest point of no return, and everything else early. */
  best(batches: number): PartPlan {
    const { groups, isLast, isReversible } = this.#model;
    const made = this.#unbroken(() => this.#postponed(batches)) ?? new Int32Array(0);
    const schedule = made.map((batch, group) => (isLast[group] === true ? batches - 1 : batch));
    const lists: PartMove[][] = Array.from({ length: batches }, () => []);
    let noReturn = Infinity;
    groups.forEach((group, at) => {
      const batch = schedule[at] as number;
      lists[batch]?.push({ group, from: 0, to: group.goal });
      if (isReversible[at] !== true) noReturn = Math.min(noReturn, batch);
    });
    return { batches: lists, updates: this.updates, noReturn };
  }

  #shortest(): Schedule | undefined {
    const first = this.#precedence.earliest();
    if (first === undefined || this.#precedence.isSatisfied(first)) return first;
    const tails = this.#precedence.tails();
    if (tails === undefined) return undefined;
    const longest = lengthOf(tails);
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
    for (let batches = least; batches < most; batches += 1) {
      const schedule = scheduleWithin(this.#precedence, boundsOf(first, tails, batches), this.#clock);
      if (schedule !== undefined) return this.#compressed(schedule);
    }
    return some;
  }

  #along(
    edges: readonly { readonly one: number; readonly other: number }[],
    release?: Int32Array,
  ): Schedule | undefined {
    const { size, plain } = this.#precedence;
    const waits = edges.map(({ one, other }) => ({ before: [one], after: [other] }));
    plain.forEach((list, one) => {
      for (const other of list) waits.push({ before: [one], after: [other] });
    });
    return new Precedence(size, waits).earliest(release);
  }

  /** As early as the ways out that the schedule takes allow. */
  #compressed(schedule: Schedule, release?: Int32Array): Schedule {
    const edges = this.#precedence.waits.map(({ before, after }) => ({
      one: before.reduce((least, each) => ((schedule[each] as number) < (schedule[least] as number) ? each : least)),
      other: after.reduce((most, each) => ((schedule[each] as number) > (schedule[most] as number) ? each : most)),
    }));
    return this.#along(edges, release) ?? schedule;
  }

  #postponed(batches: number): Schedule {
    const best = this.#best ?? new Int32Array(0);
    const { isReversible, isLast } = this.#model;
    const isFinal = (group: number) => isReversible[group] !== true && isLast[group] !== true;
    const earliest = best.reduce((least, batch, group) => (isFinal(group) ? Math.min(least, batch) : least), Infinity);
    const tails = earliest === Infinity ? undefined : this.#precedence.tails();
    if (tails === undefined) return best;
    const latest = tails.reduce(
      (least, tail, group) => (isFinal(group) ? Math.min(least, batches - 1 - tail) : least),
      batches,
    );
    for (let from = latest; from > earliest; from -= 1) {
      const release = best.map((_, group) => (isFinal(group) ? from : 0));
      const schedule = this.#released(release, tails, batches);
      if (schedule !== undefined) return schedule;
    }
    return best;
  }

  #released(release: Int32Array, tails: Schedule, batches: number): Schedule | undefined {
    const first = this.#precedence.earliest(release);
    if (first === undefined || lengthOf(first) > batches) return undefined;
    if (this.#precedence.isSatisfied(first)) return first;
    const schedule = scheduleWithin(this.#precedence, boundsOf(first, tails, batches), this.#clock);
    return schedule === undefined ? undefined : this.#compressed(schedule, release);
  }
}

function boundsOf(first: Schedule, tails: Schedule, batches: number): Bounds {
  return { batches, first, last: tails.map((tail) => batches - 1 - tail) };
}
