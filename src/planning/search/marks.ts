// Which entries of the product of a table's columns are refused: an array by entry, the first column fastest.

import type { RowSets } from "./row-sets.js";

/** Marks the refused combinations, sharing the rows that match the first columns. */
export class Marks {
  hasAny = false;
  readonly #sets: RowSets;
  readonly #radices: readonly number[];
  readonly #isRefused: Uint8Array;
  readonly #rows: Int32Array[];

  constructor(sets: RowSets, radices: readonly number[], isRefused: Uint8Array) {
    this.#sets = sets;
    this.#radices = radices;
    this.#isRefused = isRefused;
    this.#rows = Array.from({ length: radices.length + 1 }, () => new Int32Array(sets.words).fill(-1));
  }

  markAll(): void {
    this.#mark(0, 0, 1);
  }

  #mark(column: number, entry: number, stride: number): void {
    const radix = this.#radices[column];
    if (radix === undefined) {
      this.#sets.clock.tick();
      this.#judge(entry);
      return;
    }
    const { words, sets } = this.#sets;
    const rows = this.#rows[column];
    const next = this.#rows[column + 1];
    const set = sets[column];
    if (rows === undefined || next === undefined || set === undefined) return;
    for (let value = 0; value < radix - 1; value += 1) {
      for (let word = 0; word < words; word += 1) next[word] = (rows[word] ?? 0) & (set[value * words + word] ?? 0);
      this.#mark(column + 1, entry + value * stride, stride * radix);
    }
  }

  #judge(entry: number): void {
    const { refusing, accepting, isOpen } = this.#sets;
    const rows = this.#rows[this.#radices.length];
    if (rows === undefined) return;
    const isRefused = meets(rows, refusing) || !(isOpen || meets(rows, accepting));
    if (!isRefused) return;
    this.#isRefused[entry] = 1;
    this.hasAny = true;
  }
}

function meets(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
}
