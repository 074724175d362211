// The solver's one weighted constraint: the weights of true literals add up to no more than a bound.

import { COUNTED, type Literal, NO_REASON, OPEN, type Trail } from "./sat-trail.js";

/** Sum of the weights of true literals: no more than `bound`. Each literal once. */
export interface AtMost {
  readonly literals: readonly Literal[];
  readonly weights: readonly number[];
  readonly bound: number;
}

export class Counter {
  bound: number;
  readonly #trail: Trail;
  readonly #literals: readonly Literal[];
  /** By literal. */
  readonly #weights: Float64Array;
  /** Of the literals on the trail up to `#counted`. */
  #sum = 0;
  #counted = 0;

  constructor(trail: Trail, { literals, weights, bound }: AtMost) {
    this.#trail = trail;
    this.#literals = literals;
    this.bound = bound;
    this.#weights = new Float64Array(trail.values.length);
    for (const [at, literal] of literals.entries()) this.#weights[literal] = weights[at] ?? 0;
  }

  /** COUNTED where the bound is exceeded, else NO_REASON. */
  propagate(literal: Literal): number {
    if (this.#weights[literal] === 0) return NO_REASON;
    this.#count();
    if (this.#sum > this.bound) return COUNTED;
    for (const candidate of this.#excluded()) this.#trail.assign(candidate ^ 1, COUNTED);
    return NO_REASON;
  }

  /** Open literals that have become too heavy. */
  #excluded(): readonly Literal[] {
    const { values } = this.#trail;
    const room = this.bound - this.#sum;
    return this.#literals.filter((literal) => values[literal] === OPEN && (this.#weights[literal] as number) > room);
  }

  /** What cannot be true whatever else is, as the trail stands; undefined where the bound is exceeded already. */
  implied(): readonly Literal[] | undefined {
    this.#count();
    return this.#sum > this.bound ? undefined : this.#excluded();
  }

  /** Before a literal is taken from the trail. */
  forget(literal: Literal): void {
    if (this.#trail.end > this.#counted) return;
    this.#counted -= 1;
    this.#sum -= this.#weights[literal] as number;
  }

  /** The clause behind what it says: counted literals that were true before `implied` was assigned; -1 for a conflict. */
  reason(implied: Literal): readonly Literal[] {
    const { literals, end } = this.#trail;
    const clause: number[] = implied < 0 ? [] : [implied];
    for (let at = 0; at < end; at += 1) {
      const literal = literals[at] as number;
      if (literal === implied) break;
      if ((this.#weights[literal] as number) > 0) clause.push(literal ^ 1);
    }
    return clause;
  }

  #count(): void {
    const { literals, end } = this.#trail;
    for (; this.#counted < end; this.#counted += 1)
      this.#sum += this.#weights[literals[this.#counted] as number] as number;
  }
}
