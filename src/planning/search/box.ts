// Whether every combination of a box is acceptable to one table: the box lemma, as a walk over the columns that show more than
// one value, with the rows that still match. A row that covers all the rest ends the walk early, so wide tables with free cells
// stay cheap. Of a long table only few rows are left after a few columns; words of rows that are empty are not looked at again.

import type { TableSide } from "../../model/index.js";
import type { RowSets } from "./row-sets.js";

/** By column of the table: the values present in the box. */
export type Box = readonly (readonly number[])[];

export function hasRefused(table: RowSets, box: Box, side: TableSide): boolean {
  const rows = new Int32Array(table.words).fill(-1);
  const words = new Int32Array(table.words);
  for (let word = 0; word < words.length; word += 1) words[word] = word;
  const open: number[] = [];
  let left = words.length;
  for (let column = 0; column < box.length && left > 0; column += 1) {
    const values = box[column] as readonly number[];
    if (values.length > 1) open.push(column);
    else left = intersect(rows, table.sets[column] as Int32Array, { value: values[0] as number, words, left });
  }
  if (left === 0) return !table.isOpen;
  if (open.length === 0) return !isAccepted(table, rows, side);
  const used = words.subarray(0, left);
  const walk = new Walk(table, box, { side, open, words: used });
  return !walk.isCovered(
    0,
    used.map((word) => rows[word] as number),
  );
}

interface Narrowing {
  readonly value: number;
  /** The first `left` of them are those that have rows; kept so. */
  readonly words: Int32Array;
  readonly left: number;
}

function intersect(rows: Int32Array, set: Int32Array, { value, words, left }: Narrowing): number {
  const offset = value * rows.length;
  let kept = 0;
  for (let at = 0; at < left; at += 1) {
    const word = words[at] as number;
    const bits = (rows[word] as number) & (set[offset + word] as number);
    rows[word] = bits;
    if (bits === 0) continue;
    words[kept] = word;
    kept += 1;
  }
  return kept;
}

/** By the rows that match a single combination. */
function isAccepted({ refusing, accepting, ending, isOpen }: RowSets, rows: Int32Array, side: TableSide): boolean {
  if (meets(rows, refusing)) return false;
  if (meets(rows, side === "end" ? ending : accepting)) return true;
  return isOpen && (side === "transition" || !meets(rows, accepting));
}

function meets(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1) if (((a[word] as number) & (b[word] as number)) !== 0) return true;
  return false;
}

interface WalkRules {
  readonly side: TableSide;
  /** Columns with a choice. */
  readonly open: readonly number[];
  /** Of the sets of rows: the others are empty. The walk's own sets have these words only. */
  readonly words: Int32Array;
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
      if (!this.isCovered(at + 1, this.#matching(rows, column, value))) return false;
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
    if (this.#meet(rows, possible, refusing)) return isEnd ? false : undefined;
    if (this.#meet(rows, covering, side === "end" ? ending : accepting)) return true;
    const isNoneAccepting = !this.#meet(rows, possible, accepting);
    if (isOpen && (side === "transition" || isNoneAccepting)) return true;
    return isEnd || (!isOpen && isNoneAccepting) ? false : undefined;
  }

  #matching(rows: Int32Array, column: number, value: number): Int32Array {
    const { words } = this.#rules;
    const set = this.#table.sets[column] as Int32Array;
    const offset = value * this.#table.words;
    const matching = rows.slice();
    for (let at = 0; at < words.length; at += 1)
      matching[at] = (matching[at] as number) & (set[offset + (words[at] as number)] as number);
    return matching;
  }

  /** `kind` has all the words of the table. */
  #meet(rows: Int32Array, others: Int32Array, kind: Int32Array): boolean {
    const { words } = this.#rules;
    for (let at = 0; at < words.length; at += 1) {
      const bits = (rows[at] as number) & (others[at] as number);
      if (bits !== 0 && (bits & (kind[words[at] as number] as number)) !== 0) return true;
    }
    return false;
  }

  #suffixes(isCovering: boolean): Int32Array[] {
    const { open, words } = this.#rules;
    const all: Int32Array[] = [];
    let rest: Int32Array = new Int32Array(words.length).fill(-1);
    all[open.length] = rest;
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const next = this.#combined(open[at] as number, isCovering);
      for (let word = 0; word < next.length; word += 1) next[word] = (next[word] as number) & (rest[word] as number);
      rest = next;
      all[at] = rest;
    }
    return all;
  }

  /** Rows that match all of the column's values, or some of them. */
  #combined(column: number, isCovering: boolean): Int32Array {
    const { words } = this.#rules;
    const set = this.#table.sets[column] as Int32Array;
    const combined = new Int32Array(words.length).fill(isCovering ? -1 : 0);
    for (const value of this.#box[column] as readonly number[]) {
      const offset = value * this.#table.words;
      for (let at = 0; at < words.length; at += 1) {
        const bits = set[offset + (words[at] as number)] as number;
        combined[at] = isCovering ? (combined[at] as number) & bits : (combined[at] as number) | bits;
      }
    }
    return combined;
  }
}
