// The search's own sense of time: every loop that may take long lets it tick. Who throws OutOfTime decides nothing; whoever
// catches it knows what the unfinished search has come to.

import type { PlanningBudget } from "../problem.js";

/** Thrown deep inside an engine when the budget is used up. */
export class OutOfTime extends Error {}

/** Asks the time only now and then. */
export class Clock {
  #end: number;
  readonly #now: () => number;
  #ticks = 0;

  constructor({ milliseconds, now }: PlanningBudget) {
    this.#now = now;
    this.#end = now() + milliseconds;
  }

  /** No more than so much of what is left. */
  share(milliseconds: number): Clock {
    const start = this.#now();
    return new Clock({ milliseconds: Math.min(milliseconds, this.#end - start), now: this.#now });
  }

  /** Work that takes no more than a part of what is left. What it does not need is left for the others. */
  within<T>(share: number, work: () => T): T {
    const end = this.#end;
    const start = this.#now();
    this.#end = start + Math.max(0, end - start) * share;
    try {
      return work();
    } finally {
      this.#end = end;
    }
  }

  /** For loops: cheap. */
  tick(): void {
    this.#ticks += 1;
    if ((this.#ticks & 255) === 0) this.check();
  }

  check(): void {
    if (this.isOver()) throw new OutOfTime();
  }

  isOver(): boolean {
    return this.#now() >= this.#end;
  }
}
