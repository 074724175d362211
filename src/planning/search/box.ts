// Whether every combination of a box is acceptable to one table: the box lemma, as a walk over the columns with the rows that
// still match. A row that covers all the rest ends the walk early, so wide tables with wildcards stay cheap.

import type { TableSide } from "../../model/index.js";
import type { RowSets } from "./row-sets.js";

/** By column of the table: the values present in the box. */
export type Box = readonly (readonly number[])[];

/** The values of a refused combination, or undefined where all of the box is acceptable. */
export function refusedIn(table: RowSets, box: Box, side: TableSide): readonly number[] | undefined {
  return new Walk(table, box, side).from(0, new Int32Array(table.words).fill(-1));
}

class Walk {
  readonly #table: RowSets;
  readonly #box: Box;
  readonly #side: TableSide;
  readonly #values: number[];
  /** By column: rows that match whatever is picked from it on; rows that may still match. */
  readonly #covering: Int32Array[];
  readonly #possible: Int32Array[];

  constructor(table: RowSets, box: Box, side: TableSide) {
    this.#table = table;
    this.#box = box;
    this.#side = side;
    this.#values = box.map(() => 0);
    this.#covering = suffixes(table, box, true);
    this.#possible = suffixes(table, box, false);
  }

  from(column: number, rows: Int32Array): readonly number[] | undefined {
    if (this.#isCovered(column, rows)) return undefined;
    const values = this.#box[column];
    if (values === undefined) return [...this.#values];
    for (const value of values) {
      this.#values[column] = value;
      const found = this.from(column + 1, this.#matching(rows, column, value));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #matching(rows: Int32Array, column: number, value: number): Int32Array {
    const { words, sets } = this.#table;
    const set = sets[column] ?? rows;
    const matching = new Int32Array(words);
    for (let word = 0; word < words; word += 1) matching[word] = (rows[word] ?? 0) & (set[value * words + word] ?? 0);
    return matching;
  }

  /** Every combination that is left is acceptable; at the last column this is the judgement itself. */
  #isCovered(column: number, rows: Int32Array): boolean {
    const { refusing, accepting, ending, isOpen } = this.#table;
    const covering = this.#covering[column] ?? rows;
    const possible = this.#possible[column] ?? rows;
    if (meet(rows, possible, refusing)) return false;
    if (meet(rows, covering, this.#side === "end" ? ending : accepting)) return true;
    return isOpen && (this.#side === "transition" || !meet(rows, possible, accepting));
  }
}

function meet(a: Int32Array, b: Int32Array, c: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1)
    if (((a[word] ?? 0) & (b[word] ?? 0) & (c[word] ?? 0)) !== 0) return true;
  return false;
}

function suffixes({ words, sets }: RowSets, box: Box, isCovering: boolean): Int32Array[] {
  const all: Int32Array[] = [];
  let rest = new Int32Array(words).fill(-1);
  all[box.length] = rest;
  for (let column = box.length - 1; column >= 0; column -= 1) {
    const next = new Int32Array(words);
    const set = sets[column] ?? next;
    for (let word = 0; word < words; word += 1) {
      let both = isCovering ? -1 : 0;
      for (const value of box[column] ?? []) {
        const bits = set[value * words + word] ?? 0;
        both = isCovering ? both & bits : both | bits;
      }
      next[word] = (rest[word] ?? 0) & both;
    }
    rest = next;
    all[column] = rest;
  }
  return all;
}
