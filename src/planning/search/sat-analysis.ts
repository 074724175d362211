// What the solver learns from a conflict: the clause at the first unique implication point, without literals that the others
// imply. Variables on the way become livelier.

import type { ActivityHeap } from "./activity-heap.js";
import type { Counter } from "./sat-at-most.js";
import type { Clauses } from "./sat-clauses.js";
import type { Literal, Trail } from "./sat-trail.js";

export interface AnalysisInput {
  readonly trail: Trail;
  readonly clauses: Clauses;
  readonly heap: ActivityHeap;
}

export class Analysis {
  counter: Counter | undefined;
  readonly #trail: Trail;
  readonly #clauses: Clauses;
  readonly #heap: ActivityHeap;
  readonly #seen: Uint8Array;

  constructor({ trail, clauses, heap }: AnalysisInput) {
    this.#trail = trail;
    this.#clauses = clauses;
    this.#heap = heap;
    this.#seen = new Uint8Array(trail.levels.length);
  }

  /** The literal that follows comes first, then one of the level to go back to. */
  learn(conflict: number): Literal[] {
    const touched: number[] = [];
    const learnt = this.#firstImplicationPoint(conflict, touched);
    const shorter = learnt.filter((literal, index) => index === 0 || !this.#isImplied(literal));
    for (const variable of touched) this.#seen[variable] = 0;
    this.#putSecond(shorter);
    this.#heap.decay();
    return shorter;
  }

  #firstImplicationPoint(conflict: number, touched: number[]): number[] {
    const { literals, levels, reasons, level, end } = this.#trail;
    const learnt: number[] = [0];
    let open = 0;
    let at = end - 1;
    let reason = conflict;
    let implied = -1;
    for (;;) {
      for (const literal of this.#reasonOf(reason, implied)) {
        const variable = literal >> 1;
        if (literal === implied || this.#seen[variable] === 1 || levels[variable] === 0) continue;
        this.#seen[variable] = 1;
        touched.push(variable);
        this.#heap.bump(variable);
        if (levels[variable] === level) open += 1;
        else learnt.push(literal);
      }
      while (this.#seen[(literals[at] as number) >> 1] === 0) at -= 1;
      implied = literals[at] as number;
      reason = reasons[implied >> 1] as number;
      at -= 1;
      open -= 1;
      if (open === 0) break;
    }
    learnt[0] = implied ^ 1;
    return learnt;
  }

  /** The literals of a reason, or of a conflict where `implied` is -1. All but `implied` are false. */
  #reasonOf(reason: number, implied: Literal): Iterable<number> {
    return reason >= 0 ? this.#clauses.literalsOf(reason) : (this.counter?.reason(implied) ?? []);
  }

  /** By the other literals of the clause that is being learnt. */
  #isImplied(literal: Literal): boolean {
    const { levels, reasons } = this.#trail;
    const reason = reasons[literal >> 1] as number;
    if (reason < 0) return false;
    for (const other of this.#clauses.literalsOf(reason)) {
      const variable = other >> 1;
      if (variable !== literal >> 1 && this.#seen[variable] === 0 && levels[variable] !== 0) return false;
    }
    return true;
  }

  #putSecond(learnt: number[]): void {
    let highest = 0;
    for (let at = 1; at < learnt.length; at += 1) {
      const literal = learnt[at] as number;
      const level = this.#trail.levels[literal >> 1] as number;
      if (level <= highest) continue;
      highest = level;
      learnt[at] = learnt[1] as number;
      learnt[1] = literal;
    }
  }
}
