// The solver's clauses, one after the other in one array, each watched by its first two literals: a clause is looked at only
// when one of them becomes false.

import { type Literal, NO_REASON, OPEN, type Trail } from "./sat-trail.js";

export class Clauses {
  readonly #trail: Trail;
  /** By literal: clauses that watch it, each with another of its literals. */
  readonly #watches: number[][];
  /** Length, then literals. */
  #arena = new Int32Array(1 << 14);
  #end = 0;

  constructor(trail: Trail) {
    this.#trail = trail;
    this.#watches = Array.from(trail.values, () => []);
  }

  /** Of two literals at least. */
  add(literals: readonly Literal[]): number {
    const end = this.#end + literals.length + 1;
    if (end > this.#arena.length) {
      const larger = new Int32Array(Math.max(end, 2 * this.#arena.length));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    const clause = this.#end;
    this.#arena[clause] = literals.length;
    this.#arena.set(literals, clause + 1);
    this.#end = end;
    const [one = 0, other = 0] = literals;
    this.#watches[one]?.push(clause, other);
    this.#watches[other]?.push(clause, one);
    return clause;
  }

  literalsOf(clause: number): Int32Array {
    return this.#arena.subarray(clause + 1, clause + 1 + (this.#arena[clause] as number));
  }

  /** All that follows from a literal that has become false: the clause that is false now, or NO_REASON. */
  propagate(literal: Literal): number {
    const watches = this.#watches[literal] as number[];
    const { values } = this.#trail;
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
      if (values[other] === OPEN) {
        this.#trail.assign(other, clause);
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
    const { values } = this.#trail;
    if (values[other] === 1) return false;
    const end = clause + 1 + (arena[clause] as number);
    for (let at = clause + 3; at < end; at += 1) {
      const candidate = arena[at] as number;
      if (values[candidate] === 0) continue;
      arena[clause + 2] = candidate;
      arena[at] = literal;
      (this.#watches[candidate] as number[]).push(clause, other);
      return true;
    }
    return false;
  }
}
