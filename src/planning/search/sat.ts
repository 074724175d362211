// A small CDCL solver: watched literals, first unique implication points, activities, saved phases, Luby restarts, and one
// weighted at-most constraint. Deterministic. A literal is 2 * variable, plus 1 where it is negated.

import { ActivityHeap } from "./activity-heap.js";
import type { Clock } from "./part.js";

export type Literal = number;

export function not(literal: Literal): Literal {
  return literal ^ 1;
}

/** Sum of the weights of true literals: no more than `bound`. */
export interface AtMost {
  readonly literals: readonly Literal[];
  readonly weights: readonly number[];
  readonly bound: number;
}

const UNDEFINED = 2;
const NO_REASON = -1;
/** The at-most constraint is the reason. */
const COUNTED = -2;
const RESTART = 100;

export class Solver {
  /** By literal: 1 true, 0 false, 2 open. */
  readonly values: Uint8Array;
  readonly #clock: Clock;
  readonly #variables: number;
  readonly #heap: ActivityHeap;
  readonly #phases: Uint8Array;
  readonly #levels: Int32Array;
  readonly #reasons: Int32Array;
  readonly #trail: Int32Array;
  readonly #seen: Uint8Array;
  /** By literal: clauses that watch it, each with another of its literals. */
  readonly #watches: number[][];
  /** Clauses one after the other: length, literals. */
  #arena = new Int32Array(1 << 14);
  #arenaEnd = 0;
  #trailEnd = 0;
  #propagated = 0;
  #limits: number[] = [];
  #step = 1;
  #isBroken = false;
  #atMost: AtMost | undefined;
  #weightOf: Float64Array | undefined;
  #sum = 0;

  constructor(variables: number, clock: Clock) {
    this.#clock = clock;
    this.#variables = variables;
    this.values = new Uint8Array(2 * variables).fill(UNDEFINED);
    this.#heap = new ActivityHeap(variables);
    this.#phases = new Uint8Array(variables);
    this.#levels = new Int32Array(variables);
    this.#reasons = new Int32Array(variables).fill(NO_REASON);
    this.#trail = new Int32Array(variables);
    this.#seen = new Uint8Array(variables);
    this.#watches = Array.from({ length: 2 * variables }, () => []);
    for (let variable = 0; variable < variables; variable += 1) this.#heap.insert(variable);
  }

  /** The value that is tried first. */
  prefer(literal: Literal): void {
    this.#phases[literal >> 1] = (literal & 1) ^ 1;
  }

  /** Before the first clause. */
  limit(atMost: AtMost): void {
    this.#atMost = atMost;
    this.#weightOf = new Float64Array(2 * this.#variables);
    for (const [at, literal] of atMost.literals.entries()) this.#weightOf[literal] = atMost.weights[at] ?? 0;
    for (const [at, literal] of atMost.literals.entries()) {
      if ((atMost.weights[at] ?? 0) > atMost.bound) this.add([not(literal)]);
    }
  }

  /** A lower bound for what `limit` said. */
  tighten(bound: number): void {
    this.#backTo(0);
    if (this.#atMost === undefined) return;
    this.#atMost = { ...this.#atMost, bound };
    if (this.#sum > bound) this.#isBroken = true;
    for (const [at, literal] of this.#atMost.literals.entries()) {
      if (this.values[literal] === UNDEFINED && this.#sum + (this.#atMost.weights[at] ?? 0) > bound)
        this.add([not(literal)]);
    }
  }

  /** Allowed between two calls of `solve`; the model is gone then. */
  add(literals: readonly Literal[]): void {
    this.#backTo(0);
    const kept: number[] = [];
    for (const literal of literals) {
      const value = this.values[literal];
      if (value === 1 || kept.includes(not(literal))) return;
      if (value === UNDEFINED && !kept.includes(literal)) kept.push(literal);
    }
    const [first] = kept;
    if (first === undefined) this.#isBroken = true;
    else if (kept.length === 1) this.#assign(first, NO_REASON);
    else this.#attach(this.#store(kept));
  }

  /** True: `values` is a model. False: there is none. Throws OutOfTime. */
  solve(): boolean {
    this.#backTo(0);
    let conflicts = 0;
    let round = 1;
    let left = RESTART;
    while (!this.#isBroken) {
      const conflict = this.#propagate();
      if (conflict !== NO_REASON) {
        conflicts += 1;
        left -= 1;
        if ((conflicts & 63) === 0) this.#clock.check();
        if (this.#limits.length === 0) this.#isBroken = true;
        else this.#learn(conflict);
      } else if (left <= 0) {
        round += 1;
        left = RESTART * luby(round);
        this.#backTo(0);
      } else if (!this.#decide()) return true;
    }
    return false;
  }

  #decide(): boolean {
    for (;;) {
      const variable = this.#heap.pop();
      if (variable < 0) return false;
      if (this.values[2 * variable] !== UNDEFINED) continue;
      this.#limits.push(this.#trailEnd);
      this.#assign(2 * variable + (this.#phases[variable] === 1 ? 0 : 1), NO_REASON);
      return true;
    }
  }

  #assign(literal: Literal, reason: number): void {
    const variable = literal >> 1;
    this.values[literal] = 1;
    this.values[literal ^ 1] = 0;
    this.#levels[variable] = this.#limits.length;
    this.#reasons[variable] = reason;
    this.#trail[this.#trailEnd] = literal;
    this.#trailEnd += 1;
    if (this.#weightOf !== undefined) this.#sum += this.#weightOf[literal] as number;
  }

  #backTo(level: number): void {
    if (this.#limits.length <= level) return;
    const end = this.#limits[level] as number;
    for (let at = this.#trailEnd - 1; at >= end; at -= 1) {
      const literal = this.#trail[at] as number;
      const variable = literal >> 1;
      this.values[literal] = UNDEFINED;
      this.values[literal ^ 1] = UNDEFINED;
      this.#phases[variable] = (literal & 1) ^ 1;
      if (this.#weightOf !== undefined) this.#sum -= this.#weightOf[literal] as number;
      this.#heap.insert(variable);
    }
    this.#trailEnd = end;
    this.#propagated = end;
    this.#limits.length = level;
  }

  #store(literals: readonly Literal[]): number {
    const end = this.#arenaEnd + literals.length + 1;
    if (end > this.#arena.length) {
      const larger = new Int32Array(Math.max(end, 2 * this.#arena.length));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    const clause = this.#arenaEnd;
    this.#arena[clause] = literals.length;
    this.#arena.set(literals, clause + 1);
    this.#arenaEnd = end;
    return clause;
  }

  #attach(clause: number): void {
    const one = this.#arena[clause + 1] as number;
    const other = this.#arena[clause + 2] as number;
    this.#watches[one]?.push(clause, other);
    this.#watches[other]?.push(clause, one);
  }

  /** The clause that has become false, COUNTED, or NO_REASON. */
  #propagate(): number {
    while (this.#propagated < this.#trailEnd) {
      const literal = (this.#trail[this.#propagated] as number) ^ 1;
      this.#propagated += 1;
      const conflict = this.#propagateFalse(literal);
      if (conflict !== NO_REASON) return conflict;
      if (this.#atMost !== undefined) {
        const counted = this.#propagateCount(literal ^ 1);
        if (counted !== NO_REASON) return counted;
      }
    }
    return NO_REASON;
  }

  #propagateFalse(literal: Literal): number {
    const watches = this.#watches[literal] as number[];
    const { values } = this;
    const arena = this.#arena;
    const length = watches.length;
    let kept = 0;
    for (let at = 0; at < length; at += 2) {
      const clause = watches[at] as number;
      const blocker = watches[at + 1] as number;
      if (values[blocker] === 1) {
        watches[kept] = clause;
        watches[kept + 1] = blocker;
        kept += 2;
        continue;
      }
      let other = arena[clause + 1] as number;
      if (other === literal) {
        other = arena[clause + 2] as number;
        arena[clause + 1] = other;
        arena[clause + 2] = literal;
      }
      if (this.#movesWatch(clause, literal, other)) continue;
      watches[kept] = clause;
      watches[kept + 1] = other;
      kept += 2;
      if (values[other] === 1) continue;
      if (values[other] === UNDEFINED) {
        this.#assign(other, clause);
        continue;
      }
      for (at += 2; at < length; at += 1) {
        watches[kept] = watches[at] as number;
        kept += 1;
      }
      watches.length = kept;
      return clause;
    }
    watches.length = kept;
    return NO_REASON;
  }

  #movesWatch(clause: number, literal: Literal, other: Literal): boolean {
    const arena = this.#arena;
    if (this.values[other] === 1) return false;
    const end = clause + 1 + (arena[clause] as number);
    for (let at = clause + 3; at < end; at += 1) {
      const candidate = arena[at] as number;
      if (this.values[candidate] === 0) continue;
      arena[clause + 2] = candidate;
      arena[at] = literal;
      (this.#watches[candidate] as number[]).push(clause, other);
      return true;
    }
    return false;
  }

  #propagateCount(literal: Literal): number {
    const atMost = this.#atMost;
    const weightOf = this.#weightOf;
    if (atMost === undefined || weightOf === undefined || weightOf[literal] === 0) return NO_REASON;
    if (this.#sum > atMost.bound) return COUNTED;
    for (const candidate of atMost.literals) {
      if (this.values[candidate] !== UNDEFINED) continue;
      if (this.#sum + (weightOf[candidate] as number) > atMost.bound) this.#assign(candidate ^ 1, COUNTED);
    }
    return NO_REASON;
  }

  /** The literals of a reason, or of a conflict where `implied` is -1. All but `implied` are false. */
  #reasonOf(reason: number, implied: Literal): readonly Literal[] {
    if (reason >= 0) {
      const start = reason + 1;
      return this.#arena.subarray(start, start + (this.#arena[reason] as number)) as unknown as readonly Literal[];
    }
    return this.#countedReason(implied);
  }

  /** All counted literals that were true before the implied one was assigned. */
  #countedReason(implied: Literal): readonly Literal[] {
    const literals: number[] = implied < 0 ? [] : [implied];
    for (let at = 0; at < this.#trailEnd; at += 1) {
      const literal = this.#trail[at] as number;
      if (literal === implied) break;
      if ((this.#weightOf?.[literal] ?? 0) > 0) literals.push(literal ^ 1);
    }
    return literals;
  }

  #learn(conflict: number): void {
    const learnt = this.#analyse(conflict);
    const back = this.#secondLevel(learnt);
    this.#backTo(back);
    const first = learnt[0] as number;
    if (learnt.length === 1) this.#assign(first, NO_REASON);
    else {
      const clause = this.#store(learnt);
      this.#attach(clause);
      this.#assign(first, clause);
    }
    this.#step /= 0.95;
  }

  /** The first unique implication point comes first. */
  #analyse(conflict: number): number[] {
    const learnt: number[] = [0];
    const touched: number[] = [];
    const level = this.#limits.length;
    let open = 0;
    let at = this.#trailEnd - 1;
    let reason = conflict;
    let implied = -1;
    for (;;) {
      for (const literal of this.#reasonOf(reason, implied)) {
        const variable = literal >> 1;
        if (literal === implied || this.#seen[variable] === 1 || this.#levels[variable] === 0) continue;
        this.#seen[variable] = 1;
        touched.push(variable);
        this.#bump(variable);
        if (this.#levels[variable] === level) open += 1;
        else learnt.push(literal);
      }
      while (this.#seen[(this.#trail[at] as number) >> 1] === 0) at -= 1;
      implied = this.#trail[at] as number;
      reason = this.#reasons[implied >> 1] as number;
      at -= 1;
      open -= 1;
      if (open === 0) break;
    }
    learnt[0] = implied ^ 1;
    const shorter = learnt.filter((literal, index) => index === 0 || !this.#isImplied(literal));
    for (const variable of touched) this.#seen[variable] = 0;
    return shorter;
  }

  /** By the other literals of the clause that is being learnt. */
  #isImplied(literal: Literal): boolean {
    const reason = this.#reasons[literal >> 1] as number;
    if (reason < 0) return false;
    const end = reason + 1 + (this.#arena[reason] as number);
    for (let at = reason + 1; at < end; at += 1) {
      const variable = (this.#arena[at] as number) >> 1;
      if (variable !== literal >> 1 && this.#seen[variable] === 0 && this.#levels[variable] !== 0) return false;
    }
    return true;
  }

  #secondLevel(learnt: number[]): number {
    let back = 0;
    for (let at = 1; at < learnt.length; at += 1) {
      const literal = learnt[at] as number;
      const level = this.#levels[literal >> 1] as number;
      if (level <= back) continue;
      back = level;
      learnt[at] = learnt[1] as number;
      learnt[1] = literal;
    }
    return back;
  }

  #bump(variable: number): void {
    const { activity } = this.#heap;
    activity[variable] = (activity[variable] as number) + this.#step;
    if ((activity[variable] as number) > 1e100) {
      for (let at = 0; at < this.#variables; at += 1) activity[at] = (activity[at] as number) * 1e-100;
      this.#step *= 1e-100;
    }
    this.#heap.raise(variable);
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
