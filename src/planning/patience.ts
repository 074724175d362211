// How long the steps around the search may take: reading rules, checking a plan, finding words. A rule about many types can
// ask for more combinations than can be looked at, so whoever looks tells so, and is stopped when the time is up. It is not the
// search's own clock, which decides what an unfinished search has come to.

import type { PlanningBudget } from "./problem.js";

/** Thrown deep inside a step whose time is up. */
export class PatienceLost extends Error {}

export class Patience {
  readonly #now: () => number;
  #end: number;
  #ticks = 0;

  constructor({ milliseconds, now }: PlanningBudget) {
    this.#now = now;
    this.#end = now() + milliseconds;
  }

  /** For loops: asks the time only now and then. */
  readonly tick = (): void => {
    this.#ticks += 1;
    if ((this.#ticks & 255) === 0) this.check();
  };

  /** For steps that take long by themselves. */
  check(): void {
    if (this.isOver()) throw new PatienceLost();
  }

  isOver(): boolean {
    return this.#now() >= this.#end;
  }

  /** What is left; never negative. */
  get milliseconds(): number {
    return Math.max(0, this.#end - this.#now());
  }

  /** Gives the work so much time from now on, whatever was used before; where that does not suffice, does the other. */
  within<Result>(milliseconds: number, work: () => Result, otherwise: () => Result): Result {
    const before = this.#end;
    this.#end = this.#now() + milliseconds;
    try {
      return this.attempt(work, otherwise);
    } finally {
      this.#end = before;
    }
  }

  /** In the time that there is. */
  attempt<Result>(work: () => Result, otherwise: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PatienceLost)) throw error;
      return otherwise();
    }
  }
}

/** Of who is not in a hurry. */
export function endlessPatience(): Patience {
  return new Patience({ milliseconds: Infinity, now: () => 0 });
}
