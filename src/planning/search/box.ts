// Whether every combination of a box is acceptable to one table: the box lemma, as a walk over the columns that show more than
// one value, with the rows that still match. A row that covers all the rest ends the walk early, so wide tables with free cells
// stay cheap.

import type { TableSide } from "../../model/index.js";
import type { RowSets } from "./row-sets.js";

/** By column of the table: the values present in the box. */
export type Box = readonly (readonly number[])[];

export function hasRefused(table: RowSets, box: Box, side: TableSide): boolean {
  const rows = new Int32Array(table.words).fill(-1);
  const open: number[] = [];
  for (let column = 0; column < box.length; column += 1) {
    const values = box[column] as readonly number[];
    if (values.length === 1) intersect(rows, table.sets[column] as Int32Array, values[0] as number);
    else open.push(column);
  }
  return open.length === 0 ? !isAccepted(table, rows, side) : !new Walk(table, box, { side, open }).isCovered(0, rows);
}

/** By the rows that match a single combination. */
function isAccepted({ refusing, accepting, ending, isOpen }: RowSets, rows: Int32Array, side: TableSide): boolean {
  if (meet(rows, rows, refusing)) return false;
  if (meet(rows, rows, side === "end" ? ending : accepting)) return true;
  return isOpen && (side === "transition" || !meet(rows, rows, accepting));
}

interface WalkRules {
  readonly side: TableSide;
  /** Columns with a choice. */
  readonly open: readonly number[];
}

class Walk {
  readonly #table: RowSets;
  readonly #box: Box;
  readonly #rules: WalkRules;
  /** By open column: rows that match whatever is picked from it on; rows that may still match. */
  readonly #covering: Int32Array[];
  readonly #possible: Int32Array[];

  constructor(table: RowSets, box: Box, rules: WalkRules) {
    this.#table = table;
    this.#box = box;
    this.#rules = rules;
    this.#covering = this.#suffixes(true);
    this.#possible = this.#suffixes(false);
  }

  isCovered(at: number, rows: Int32Array): boolean {
    this.#table.clock.tick();
    const judgement = this.#judge(at, rows);
    if (judgement !== undefined) return judgement;
    const column = this.#rules.open[at] as number;
    for (const value of this.#box[column] as readonly number[]) {
      const matching = rows.slice();
      intersect(matching, this.#table.sets[column] as Int32Array, value);
      if (!this.isCovered(at + 1, matching)) return false;
    }
    return true;
  }

  /** Undefined where it depends on the columns that are left; never at the last one. */
  #judge(at: number, rows: Int32Array): boolean | undefined {
    const { refusing, accepting, ending, isOpen } = this.#table;
    const { side, open } = this.#rules;
    const covering = this.#covering[at] as Int32Array;
    const possible = this.#possible[at] as Int32Array;
    const isEnd = at === open.length;
    if (meet(rows, possible, refusing)) return isEnd ? false : undefined;
    if (meet(rows, covering, side === "end" ? ending : accepting)) return true;
    const isNoneAccepting = !meet(rows, possible, accepting);
    if (isOpen && (side === "transition" || isNoneAccepting)) return true;
    return isEnd || (!isOpen && isNoneAccepting) ? false : undefined;
  }

  #suffixes(isCovering: boolean): Int32Array[] {
    const { words, sets } = this.#table;
    const { open } = this.#rules;
    const all: Int32Array[] = [];
    let rest = new Int32Array(words).fill(-1);
    all[open.length] = rest;
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const column = open[at] as number;
      const values = this.#box[column] as readonly number[];
      const next = new Int32Array(words).fill(isCovering ? -1 : 0);
      for (const value of values) combine(next, sets[column] as Int32Array, { value, isCovering });
      for (let word = 0; word < words; word += 1) next[word] = (next[word] as number) & (rest[word] as number);
      rest = next;
      all[at] = rest;
    }
    return all;
  }
}

function combine(
  into: Int32Array,
  set: Int32Array,
  { value, isCovering }: { readonly value: number; readonly isCovering: boolean },
): void {
  const offset = value * into.length;
  for (let word = 0; word < into.length; word += 1) {
    const bits = set[offset + word] as number;
    into[word] = isCovering ? (into[word] as number) & bits : (into[word] as number) | bits;
  }
}

function intersect(rows: Int32Array, set: Int32Array, value: number): void {
  const offset = value * rows.length;
  for (let word = 0; word < rows.length; word += 1)
    rows[word] = (rows[word] as number) & (set[offset + word] as number);
}

function meet(a: Int32Array, b: Int32Array, c: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1) {
    if (((a[word] as number) & (b[word] as number) & (c[word] as number)) !== 0) return true;
  }
  return false;
}
