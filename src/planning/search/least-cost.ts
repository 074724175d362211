// The least sum of costs that depend on a few variables each: elimination for the bound, then a walk back through the variables
// that follows the bound, and goes astray only where a table had to be divided.

import { type CostFunction, costOf, type Sizes } from "./cost-function.js";
import { type Eliminated, eliminate } from "./elimination.js";

export interface LeastCost {
  /** No solution costs less. Infinity: there is none. */
  readonly bound: number;
  /** The best known, by variable; undefined where none was found. */
  readonly values: readonly number[] | undefined;
  /** What they cost; more than the bound where the walk took too long. */
  readonly cost: number;
}

const MAX_STEPS = 20_000;

export function leastCost(sizes: Sizes, functions: readonly CostFunction[]): LeastCost {
  const eliminated = eliminate(sizes, functions);
  if (eliminated.bound === Infinity) return { bound: Infinity, values: undefined, cost: Infinity };
  return new WalkBack(sizes, eliminated).run();
}

class WalkBack {
  readonly #sizes: Sizes;
  readonly #eliminated: Eliminated;
  readonly #values: number[];
  #best: readonly number[] | undefined;
  #cost = Infinity;
  #steps = 0;

  constructor(sizes: Sizes, eliminated: Eliminated) {
    this.#sizes = sizes;
    this.#eliminated = eliminated;
    this.#values = sizes.map(() => 0);
  }

  run(): LeastCost {
    const { bound, removals } = this.#eliminated;
    this.#walk(removals.length - 1, bound);
    const isProven = this.#steps < MAX_STEPS;
    return { bound: isProven ? this.#cost : bound, values: this.#best, cost: this.#cost };
  }

  /** `bound`: of all solutions with the values chosen so far. */
  #walk(at: number, bound: number): void {
    const removal = this.#eliminated.removals[at];
    if (removal === undefined) {
      this.#best = [...this.#values];
      this.#cost = bound;
      return;
    }
    const { variable, functions, left } = removal;
    const known = bound - this.#sum(left);
    const choices: { readonly value: number; readonly bound: number }[] = [];
    for (let value = 0; value < (this.#sizes[variable] ?? 0); value += 1) {
      this.#values[variable] = value;
      const own = known + this.#sum(functions);
      if (own < this.#cost) choices.push({ value, bound: own });
    }
    choices.sort((a, b) => a.bound - b.bound || a.value - b.value);
    for (const choice of choices) {
      this.#steps += 1;
      if (choice.bound >= this.#cost || this.#isOver()) return;
      this.#values[variable] = choice.value;
      this.#walk(at - 1, choice.bound);
    }
  }

  #isOver(): boolean {
    return this.#steps >= MAX_STEPS || this.#cost === this.#eliminated.bound;
  }

  #sum(functions: readonly CostFunction[]): number {
    let sum = 0;
    for (const each of functions) sum += costOf(each, this.#values, this.#sizes);
    return sum;
  }
}
