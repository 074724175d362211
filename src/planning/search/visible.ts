// What a box shows: the facts present at its start and those its moves add. Facts are added one by one, and each is judged
// by the combinations that it completes, so that a batch grows member by member and stops at the first bad corner.

import { type Box, hasRefused } from "./box.js";
import type { Refused, WideTable } from "./compile.js";
import type { Part } from "./part.js";

export class Visible {
  readonly #part: Part;
  /** By fact: groups that show it in the box. */
  readonly #shown: Int32Array;
  readonly #refused: ReadonlyMap<number, readonly Refused[]>;
  readonly #tolerated: ReadonlyMap<number, readonly Refused[]>;
  readonly #wide: ReadonlyMap<number, readonly WideTable[]>;

  constructor(part: Part) {
    this.#part = part;
    this.#shown = Int32Array.from(part.isPermanent, (is) => (is ? 1 : 0));
    this.#refused = byFact(part.refused);
    this.#tolerated = byFact(part.tolerated);
    this.#wide = wideByColumn(part.wide);
  }

  /** The facts of a state, whatever they are together. */
  enter(facts: readonly number[]): void {
    for (const fact of facts) this.#count(fact, 1);
  }

  leave(facts: readonly number[]): void {
    for (const fact of facts) this.#count(fact, -1);
  }

  /** Adds a fact to the box if every combination that it completes is acceptable. */
  show(fact: number): boolean {
    if ((this.#shown[fact] ?? 0) === 0 && !this.#isSafe(fact)) return false;
    this.#count(fact, 1);
    return true;
  }

  hide(fact: number): void {
    this.#count(fact, -1);
  }

  #count(fact: number, by: number): void {
    this.#shown[fact] = (this.#shown[fact] ?? 0) + by;
  }

  #isSafe(fact: number): boolean {
    const isShown = (other: number) => other === fact || (this.#shown[other] ?? 0) > 0;
    for (const { facts } of this.#refused.get(fact) ?? []) if (facts.every(isShown)) return false;
    // The fact was not there a moment ago, so neither was any combination with it: nothing is excused.
    for (const { facts } of this.#tolerated.get(fact) ?? []) if (facts.every(isShown)) return false;
    const wide = this.#wide.get(this.#part.columnOfFact[fact] ?? -1) ?? [];
    return wide.every((table) => this.#isWideSafe(table, fact));
  }

  #isWideSafe({ sets }: WideTable, fact: number): boolean {
    const { columnOfFact, firstFacts } = this.#part;
    const own = columnOfFact[fact];
    const box: Box = sets.columns.map((column, at) => {
      const first = firstFacts[column] ?? 0;
      return own === column
        ? [fact - first]
        : this.#shownValues(first, (sets.sets[at] as Int32Array).length / sets.words);
    });
    return !hasRefused(sets, box, "transition");
  }

  #shownValues(first: number, count: number): readonly number[] {
    const values: number[] = [];
    for (let value = 0; value < count; value += 1) if ((this.#shown[first + value] as number) > 0) values.push(value);
    return values;
  }
}

function byFact(list: readonly Refused[]): Map<number, Refused[]> {
  const map = new Map<number, Refused[]>();
  for (const each of list) for (const fact of each.facts) push(map, fact, each);
  return map;
}

function wideByColumn(list: readonly WideTable[]): Map<number, WideTable[]> {
  const map = new Map<number, WideTable[]>();
  for (const each of list) for (const column of each.sets.columns) push(map, column, each);
  return map;
}

function push<V>(map: Map<number, V[]>, key: number, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
