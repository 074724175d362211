// What a box shows: the facts present at its start and those its moves add. Facts are added one by one, and each is judged
// by the combinations that it completes, so that a batch grows member by member and stops at the first bad corner.

import { type Box, hasRefused } from "./box.js";
import type { Refused, WideTable } from "./compile.js";
import type { Part } from "./part.js";
import { NO_FACT } from "./task.js";

export class Visible {
  readonly #part: Part;
  /** By fact: groups that show it in the box. */
  readonly #shown: Int32Array;
  /** By fact. */
  readonly #refused: readonly (readonly Refused[] | undefined)[];
  readonly #tolerated: readonly (readonly Refused[] | undefined)[];
  /** By column. */
  readonly #wide: readonly (readonly WideTable[] | undefined)[];

  constructor(part: Part) {
    this.#part = part;
    this.#shown = new Int32Array(part.isPermanent.length);
    for (let fact = 0; fact < this.#shown.length; fact += 1) if (part.isPermanent[fact] === true) this.#shown[fact] = 1;
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

  /** Both what a move leads to and that it is under way (NO_FACT where nobody asks); all or nothing. */
  showMove(fact: number, offline: number): boolean {
    if (!this.show(fact)) return false;
    if (offline === NO_FACT || this.show(offline)) return true;
    this.hide(fact);
    return false;
  }

  hideMove(fact: number, offline: number): void {
    this.hide(fact);
    if (offline !== NO_FACT) this.hide(offline);
  }

  #count(fact: number, by: number): void {
    this.#shown[fact] = (this.#shown[fact] ?? 0) + by;
  }

  #isSafe(fact: number): boolean {
    // The fact was not there a moment ago, so neither was any combination with it: nothing is excused.
    if (this.#isCompleted(this.#refused[fact], fact) || this.#isCompleted(this.#tolerated[fact], fact)) return false;
    const wide = this.#wide[this.#part.columnOfFact[fact] ?? -1] ?? [];
    return wide.every((table) => this.#isWideSafe(table, fact));
  }

  /** Whether all facts of one of them would be shown with the fact. */
  #isCompleted(combinations: readonly Refused[] | undefined, fact: number): boolean {
    if (combinations === undefined) return false;
    for (const { facts } of combinations) if (this.#areShown(facts, fact)) return true;
    return false;
  }

  #areShown(facts: readonly number[], added: number): boolean {
    for (const fact of facts) if (fact !== added && (this.#shown[fact] as number) === 0) return false;
    return true;
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
    let only = -1;
    for (let value = 0; value < count; value += 1) {
      if ((this.#shown[first + value] as number) === 0) continue;
      if (only >= 0) return this.#severalShown(first, count);
      only = value;
    }
    return only < 0 ? [] : singleton(only);
  }

  #severalShown(first: number, count: number): readonly number[] {
    const values: number[] = [];
    for (let value = 0; value < count; value += 1) if ((this.#shown[first + value] as number) > 0) values.push(value);
    return values;
  }
}

const singletons: (readonly [number])[] = [];

/** Most columns show one value: always the same few lists. */
function singleton(value: number): readonly [number] {
  const known = singletons[value] ?? [value];
  singletons[value] = known;
  return known;
}

function byFact(list: readonly Refused[]): readonly (readonly Refused[] | undefined)[] {
  const lists: Refused[][] = [];
  for (const each of list) for (const fact of each.facts) push(lists, fact, each);
  return lists;
}

function wideByColumn(list: readonly WideTable[]): readonly (readonly WideTable[] | undefined)[] {
  const lists: WideTable[][] = [];
  for (const each of list) for (const column of each.sets.columns) push(lists, column, each);
  return lists;
}

function push<V>(lists: V[][], at: number, value: V): void {
  const known = lists[at];
  if (known === undefined) lists[at] = [value];
  else known.push(value);
}
