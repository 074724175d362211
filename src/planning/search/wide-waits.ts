// Tables too wide to be written out, for schedules of single moves: a schedule that shows a combination that such a table refuses
// is answered with a wait that excludes it, and with it as many of its kind as possible. Few are ever needed.

import { type Box, hasRefused } from "./box.js";
import type { WideTable } from "./compile.js";
import type { Part } from "./part.js";
import type { RowSets } from "./row-sets.js";
import type { Schedule } from "./schedule.js";
import type { TaskGroup } from "./task.js";

/** By column of the table, where it matters: the value. */
type Values = readonly { readonly column: number; readonly value: number }[];

/** Facts that may never be seen together, one list for every box of the schedule that shows some. */
export function refusedBy(
  schedule: Schedule,
  groups: readonly TaskGroup[],
  part: Part,
): readonly (readonly number[])[] {
  const length = schedule.reduce((most, batch) => Math.max(most, batch + 1), 0);
  const found: (readonly number[])[] = [];
  for (const table of part.wide) {
    for (let batch = 0; batch < length; batch += 1) {
      const box = boxOf(table, part, { schedule, groups, batch });
      if (!hasRefused(table.sets, box, "transition")) continue;
      const values = exampleIn(table.sets, box);
      found.push(reason(table.sets, values).map(({ column, value }) => factOf(table, part, column) + value));
    }
  }
  return found;
}

export function isStartRefused(part: Part): boolean {
  const groups: readonly TaskGroup[] = [];
  return part.wide.some((table) => {
    const box = boxOf(table, part, { schedule: new Int32Array(0), groups, batch: 0 });
    return hasRefused(table.sets, box, "transition");
  });
}

interface Moment {
  readonly schedule: Schedule;
  readonly groups: readonly TaskGroup[];
  readonly batch: number;
}

function boxOf({ sets }: WideTable, part: Part, { schedule, groups, batch }: Moment): Box {
  const shown = new Set<number>();
  const moving = new Set(groups);
  for (const group of part.groups) if (!moving.has(group)) shown.add(group.facts[0] ?? 0);
  groups.forEach(({ facts, goal, offline }, at) => {
    const own = schedule[at] as number;
    if (own === batch) shown.add(offline);
    if (own >= batch) shown.add(facts[0] ?? 0);
    if (own <= batch) shown.add(facts[goal] ?? 0);
  });
  return sets.columns.map((column, at) => {
    const first = part.firstFacts[column] ?? 0;
    const count = (sets.sets[at] as Int32Array).length / sets.words;
    return Array.from({ length: count }, (_, value) => value).filter(
      (value) => shown.has(first + value) || part.isPermanent[first + value] === true,
    );
  });
}

function factOf({ sets }: WideTable, part: Part, column: number): number {
  return part.firstFacts[sets.columns[column] ?? 0] ?? 0;
}

/** A refused combination of a box that has one. */
function exampleIn(sets: RowSets, box: Box): readonly number[] {
  const picked = [...box];
  for (const [at, values] of box.entries()) {
    const value = values.find((each) => hasRefused(sets, picked.with(at, [each]), "transition"));
    picked[at] = [value ?? values[0] ?? 0];
  }
  return picked.map(([value = 0]) => value);
}

/** As few of the values as possible that are refused with whatever else. */
function reason(sets: RowSets, values: readonly number[]): Values {
  const row = refusingRow(sets, values);
  if (row !== undefined) {
    return values.flatMap((value, column) => (coversColumn(sets, column, row) ? [] : [{ column, value }]));
  }
  return shortest(sets, values);
}

function refusingRow({ columns, sets, words, refusing }: RowSets, values: readonly number[]): number | undefined {
  for (let row = 0; row < 32 * words; row += 1) {
    if (!has(refusing, row, 0)) continue;
    if (columns.every((_, at) => has(sets[at] as Int32Array, row, (values[at] ?? 0) * words))) return row;
  }
  return undefined;
}

function coversColumn({ sets, words }: RowSets, column: number, row: number): boolean {
  const set = sets[column] as Int32Array;
  for (let offset = 0; offset < set.length; offset += words) if (!has(set, row, offset)) return false;
  return true;
}

function has(set: Int32Array, row: number, offset: number): boolean {
  return (((set[offset + (row >> 5)] as number) >> (row & 31)) & 1) === 1;
}

/** Value by value the one that leaves the fewest accepting rows, then those that were not needed are dropped. */
function shortest({ columns, sets, words, accepting }: RowSets, values: readonly number[]): Values {
  const setOf = (column: number) => {
    const offset = (values[column] ?? 0) * words;
    return (sets[column] as Int32Array).subarray(offset, offset + words);
  };
  const chosen: number[] = [];
  const left = accepting.slice();
  while (countOf(left) > 0) {
    let best = -1;
    let fewest = countOf(left);
    for (const column of columns.keys()) {
      const count = countBoth(left, setOf(column));
      if (count >= fewest) continue;
      fewest = count;
      best = column;
    }
    if (best < 0) break;
    chosen.push(best);
    keepBoth(left, setOf(best));
  }
  let needed = chosen;
  for (const column of chosen) {
    const others = needed.filter((other) => other !== column);
    const rows = accepting.slice();
    for (const other of others) keepBoth(rows, setOf(other));
    if (countOf(rows) === 0) needed = others;
  }
  return needed.map((column) => ({ column, value: values[column] ?? 0 }));
}

function keepBoth(into: Int32Array, other: Int32Array): void {
  for (let word = 0; word < into.length; word += 1) into[word] = (into[word] as number) & (other[word] as number);
}

function countOf(set: Int32Array): number {
  return countBoth(set, set);
}

function countBoth(a: Int32Array, b: Int32Array): number {
  let count = 0;
  for (let word = 0; word < a.length; word += 1) {
    let bits = (a[word] as number) & (b[word] as number);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}
