// A small CDCL solver: watched literals, first unique implication points, activities, saved phases, Luby restarts, and one
// weighted at-most constraint. Deterministic; what it learnt stays from one question to the next.

import { ActivityHeap } from "./activity-heap.js";
import type { Clock } from "./clock.js";
import { Analysis } from "./sat-analysis.js";
import { type AtMost, Counter } from "./sat-at-most.js";
import { Clauses } from "./sat-clauses.js";
import { type Literal, NO_REASON, not, OPEN, Trail } from "./sat-trail.js";

export { type Literal, not } from "./sat-trail.js";

const RESTART = 100;

export class Solver {
  readonly #clock: Clock;
  readonly #trail: Trail;
  readonly #heap: ActivityHeap;
  readonly #clauses: Clauses;
  readonly #analysis: Analysis;
  readonly #phases: Uint8Array;
  #counter: Counter | undefined;
  #propagated = 0;
  #isBroken = false;

  /** So far, in all. */
  conflicts = 0;

  constructor(variables: number, clock: Clock) {
    this.#clock = clock;
    this.#trail = new Trail(variables);
    this.#heap = new ActivityHeap(variables);
    this.#clauses = new Clauses(this.#trail);
    this.#analysis = new Analysis({ trail: this.#trail, clauses: this.#clauses, heap: this.#heap });
    this.#phases = new Uint8Array(variables);
    for (let variable = 0; variable < variables; variable += 1) this.#heap.insert(variable);
  }

  /** By literal: 1 true, 0 false, 2 open. */
  get values(): Uint8Array {
    return this.#trail.values;
  }

  /** The value that is tried first. */
  prefer(literal: Literal): void {
    this.#phases[literal >> 1] = (literal & 1) ^ 1;
  }

  /** Before the first clause. */
  limit(atMost: AtMost): void {
    this.#counter = new Counter(this.#trail, atMost);
    this.#analysis.counter = this.#counter;
    this.#addImplied();
  }

  /** A lower bound for what `limit` said. */
  tighten(bound: number): void {
    this.#backTo(0);
    if (this.#counter === undefined) return;
    this.#counter.bound = bound;
    this.#addImplied();
  }

  #addImplied(): void {
    const implied = this.#counter?.implied();
    if (implied === undefined) this.#isBroken = true;
    else for (const literal of implied) this.add([not(literal)]);
  }

  /** Allowed between two calls of `solve`; the model is gone then. */
  add(literals: readonly Literal[]): void {
    this.#backTo(0);
    const { values } = this.#trail;
    const kept: number[] = [];
    for (const literal of literals) {
      const value = values[literal];
      if (value === 1 || kept.includes(not(literal))) return;
      if (value === OPEN && !kept.includes(literal)) kept.push(literal);
    }
    const [first] = kept;
    if (first === undefined) this.#isBroken = true;
    else if (kept.length === 1) this.#trail.assign(first, NO_REASON);
    else this.#clauses.add(kept);
  }

  /** True: `values` is a model in which all assumptions are true. False: there is none. Throws OutOfTime. */
  solve(assumptions: readonly Literal[] = []): boolean {
    return this.#search(assumptions, Infinity) === true;
  }

  /** Undefined where so many conflicts are not enough to know. Throws OutOfTime. */
  solveWithin(conflicts: number, assumptions: readonly Literal[] = []): boolean | undefined {
    return this.#search(assumptions, conflicts);
  }

  #search(assumptions: readonly Literal[], mostConflicts: number): boolean | undefined {
    this.#clock.check();
    this.#backTo(0);
    let conflicts = 0;
    let round = 1;
    let left = RESTART;
    while (!this.#isBroken) {
      const conflict = this.#propagate();
      if (conflict !== NO_REASON) {
        conflicts += 1;
        this.conflicts += 1;
        left -= 1;
        if ((conflicts & 63) === 0) this.#clock.check();
        if (conflicts > mostConflicts) return undefined;
        if (this.#trail.level === 0) this.#isBroken = true;
        else this.#learn(conflict);
      } else if (left <= 0) {
        round += 1;
        left = RESTART * luby(round);
        this.#backTo(0);
      } else if (this.#trail.level < assumptions.length) {
        if (!this.#assume(assumptions[this.#trail.level] as Literal)) return false;
      } else if (!this.#decide()) return true;
    }
    return false;
  }

  /** One level each, even where it holds already, so that levels and assumptions go together. */
  #assume(literal: Literal): boolean {
    const value = this.#trail.values[literal];
    if (value === 0) return false;
    this.#trail.limits.push(this.#trail.end);
    if (value === OPEN) this.#trail.assign(literal, NO_REASON);
    return true;
  }

  #decide(): boolean {
    for (;;) {
      const variable = this.#heap.pop();
      if (variable < 0) return false;
      if (this.#trail.values[2 * variable] !== OPEN) continue;
      this.#trail.limits.push(this.#trail.end);
      this.#trail.assign(2 * variable + (this.#phases[variable] === 1 ? 0 : 1), NO_REASON);
      return true;
    }
  }

  #backTo(level: number): void {
    const trail = this.#trail;
    if (trail.level <= level) return;
    const end = trail.limits[level] as number;
    while (trail.end > end) {
      const literal = trail.literals[trail.end - 1] as number;
      this.#counter?.forget(literal);
      trail.pop();
      this.#phases[literal >> 1] = (literal & 1) ^ 1;
      this.#heap.insert(literal >> 1);
    }
    this.#propagated = end;
    trail.limits.length = level;
  }

  /** The clause that has become false, COUNTED, or NO_REASON. */
  #propagate(): number {
    const trail = this.#trail;
    while (this.#propagated < trail.end) {
      const literal = trail.literals[this.#propagated] as number;
      this.#propagated += 1;
      const conflict = this.#clauses.propagate(literal ^ 1);
      if (conflict !== NO_REASON) return conflict;
      if (this.#counter === undefined) continue;
      const counted = this.#counter.propagate(literal);
      if (counted !== NO_REASON) return counted;
    }
    return NO_REASON;
  }

  #learn(conflict: number): void {
    const learnt = this.#analysis.learn(conflict);
    const [first = 0, second] = learnt;
    this.#backTo(second === undefined ? 0 : (this.#trail.levels[second >> 1] as number));
    this.#trail.assign(first, second === undefined ? NO_REASON : this.#clauses.add(learnt));
  }
}

/** 1 1 2 1 1 2 4 1 1 2 … */
function luby(round: number): number {
  let size = 1;
  while (size < round + 1) size *= 2;
  let left = round;
  while (size - 1 !== left) {
    size /= 2;
    if (left >= size) left -= size - 1;
  }
  return size / 2;
}
