// The usual table: two columns, few rows, few versions. Judged directly with the rows as the bits of a number, since systems
// have very many of them.

import { type Cell, type ConstraintTable, matchesCell, offlineTypes } from "../../model/index.js";
import { seenBy } from "./row-sets.js";
import type { Column, Task } from "./task.js";

const MAX_ROWS = 31;
const MAX_PRODUCT = 64;

/** Valid until the next table is judged. */
export interface PairJudgement {
  readonly columns: readonly [number, number];
  /** By column: values, and one more for "any". */
  readonly radices: readonly [number, number];
  /** By value of the first column, then in steps of its radix by value of the second. */
  readonly isRefused: Uint8Array;
  readonly hasRefused: boolean;
  readonly isStartRefused: boolean;
  readonly isTargetRefused: boolean;
}

export class PairTables {
  readonly #task: Task;
  readonly #isRefused = new Uint8Array(MAX_PRODUCT);
  /** By value: the rows that match. */
  readonly #ones: number[] = [];
  readonly #others: number[] = [];
  #refusing = 0;
  #accepting = 0;
  #ending = 0;
  #isOpen = false;

  constructor(task: Task) {
    this.#task = task;
  }

  /** Undefined for a table of another kind. */
  judge(table: ConstraintTable): PairJudgement | undefined {
    const { columns, rows } = table;
    if (columns.length !== 2 || rows.length > MAX_ROWS) return undefined;
    const first = this.#task.columnOf.get(columns[0] ?? "") ?? -1;
    const second = this.#task.columnOf.get(columns[1] ?? "") ?? -1;
    const one = this.#columnOf(table, first);
    const other = this.#columnOf(table, second);
    if (one === undefined || other === undefined) return undefined;
    const radices = [one.values.length + 1, other.values.length + 1] as const;
    if (radices[0] * radices[1] > MAX_PRODUCT) return undefined;
    this.#read(table, one, other);
    const hasRefused = this.#mark(radices);
    const [isStartRefused, isTargetRefused] = [this.#isShown(one, other, false), this.#isShown(one, other, true)];
    const isRefused = this.#isRefused;
    return { columns: [first, second], radices, isRefused, hasRefused, isStartRefused, isTargetRefused };
  }

  #columnOf(table: ConstraintTable, at: number): Column | undefined {
    const column = this.#task.columns[at];
    return column?.hasOffline === true ? seenBy(offlineTypes(table), column) : column;
  }

  #read(table: ConstraintTable, one: Column, other: Column): void {
    this.#refusing = 0;
    this.#accepting = 0;
    this.#ending = 0;
    this.#isOpen = table.unlisted === "acceptable";
    clear(this.#ones, one.values.length);
    clear(this.#others, other.values.length);
    for (let at = 0; at < table.rows.length; at += 1) {
      const row = table.rows[at];
      if (row === undefined) continue;
      if (!row.acceptable) this.#refusing |= 1 << at;
      else {
        this.#accepting |= 1 << at;
        if (row.list === "end_states") this.#ending |= 1 << at;
      }
      addMatches(this.#ones, one, row.cells, 1 << at);
      addMatches(this.#others, other, row.cells, 1 << at);
    }
  }

  #mark([one, other]: readonly [number, number]): boolean {
    const isRefused = this.#isRefused;
    isRefused.fill(0, 0, one * other);
    let hasRefused = false;
    for (let second = 0; second + 1 < other; second += 1) {
      for (let first = 0; first + 1 < one; first += 1) {
        if (this.#isAcceptable(first, second, false)) continue;
        isRefused[second * one + first] = 1;
        hasRefused = true;
      }
    }
    return hasRefused;
  }

  #isAcceptable(first: number, second: number, isEnd: boolean): boolean {
    const rows = (this.#ones[first] as number) & (this.#others[second] as number);
    if ((rows & this.#refusing) !== 0) return false;
    if ((rows & (isEnd ? this.#ending : this.#accepting)) !== 0) return true;
    return this.#isOpen && (!isEnd || (rows & this.#accepting) === 0);
  }

  /** Whether the groups of the two columns show something refused, all at their start or all at their goal. */
  #isShown(one: Column, other: Column, isEnd: boolean): boolean {
    for (const first of one.groups) {
      for (const second of other.groups) {
        if (!this.#isAcceptable(this.#value(first, one, isEnd), this.#value(second, other, isEnd), isEnd)) return true;
      }
    }
    return false;
  }

  #value(group: number, { firstFact }: Column, isEnd: boolean): number {
    const { facts, goal } = this.#task.groups[group] ?? { facts: [], goal: 0 };
    return (facts[isEnd ? goal : 0] ?? 0) - firstFact;
  }
}

function clear(masks: number[], length: number): void {
  for (let value = 0; value < length; value += 1) masks[value] = 0;
}

function addMatches(masks: number[], { type, values }: Column, cells: Readonly<Record<string, Cell>>, bit: number) {
  const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
  for (let value = 0; value < values.length; value += 1) {
    if (cell === undefined || matchesCell(cell, values[value] ?? "")) masks[value] = (masks[value] ?? 0) | bit;
  }
}
