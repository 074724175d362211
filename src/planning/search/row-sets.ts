// A table, or a requirement, as sets of rows: for every column and value the rows that match. A combination is the
// intersection of its sets. Rows that cannot count in this system are left out.

import {
  type Cell,
  type ConstraintTable,
  isAny,
  matchesCell,
  offlineTypes,
  type Requirement,
} from "../../model/index.js";
import type { Clock } from "./clock.js";
import type { Column, Task } from "./task.js";

export interface RowSets {
  /** Columns of the task, each once. */
  readonly columns: readonly number[];
  /** 32-bit words of a set of rows. */
  readonly words: number;
  /** By column of `columns`: the sets of its values, one after the other; fewer than the task's where `offline` is none here. */
  readonly sets: readonly Int32Array[];
  readonly refusing: Int32Array;
  readonly accepting: Int32Array;
  /** The accepting rows that are end states. */
  readonly ending: Int32Array;
  readonly isOpen: boolean;
  /** Whoever looks through combinations lets it tick. */
  readonly clock: Clock;
}

interface Row {
  readonly effect: "refuses" | "accepts" | "ends";
  readonly matches: (type: string, version: string) => boolean;
}

/** Undefined for a table none of whose types is in the system. */
export function tableSets(table: ConstraintTable, task: Task, clock: Clock): RowSets | undefined {
  const columns = table.columns.flatMap((type) => task.columnOf.get(type) ?? []);
  if (columns.length === 0) return undefined;
  const absent = table.columns.filter((type) => !task.columnOf.has(type));
  const rows = table.rows.flatMap((row): Row[] => {
    const { cells } = row;
    const counts = row.acceptable || absent.every((type) => isAnyOrMissing(cells, type));
    if (!counts) return [];
    const effect = row.acceptable ? (row.list === "end_states" ? "ends" : "accepts") : "refuses";
    return [{ effect, matches: (type, version) => cellMatches(cells, type, version) }];
  });
  const offline = offlineTypes(table);
  return build({ columns, rows, isOpen: table.unlisted === "acceptable", offline, clock }, task);
}

/** A requirement is an open table with one refusing row. */
export function requirementSets(requirement: Requirement, task: Task, clock: Clock): RowSets | undefined {
  const { type, version, needs } = requirement;
  const own = task.columnOf.get(type);
  const needed = task.columnOf.get(needs.type);
  if (own === undefined || needed === undefined) return undefined;
  const row: Row = {
    effect: "refuses",
    matches: (column, value) =>
      (column !== type || matchesCell(version, value)) && (column !== needs.type || !matchesCell(needs.version, value)),
  };
  const columns = own === needed ? [own] : [own, needed];
  return build({ columns, rows: [row], isOpen: true, offline: offlineTypes(requirement), clock }, task);
}

function isAnyOrMissing(cells: Readonly<Record<string, Cell>>, type: string): boolean {
  return !Object.hasOwn(cells, type) || cells[type] === undefined || isAny(cells[type]);
}

function cellMatches(cells: Readonly<Record<string, Cell>>, type: string, version: string): boolean {
  const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
  return cell === undefined || matchesCell(cell, version);
}

interface Rows {
  readonly columns: readonly number[];
  readonly rows: readonly Row[];
  readonly isOpen: boolean;
  /** Types that it names `offline` for: of the others it is no value to it. */
  readonly offline: readonly string[];
  readonly clock: Clock;
}

function build({ columns, rows, isOpen, offline, clock }: Rows, task: Task): RowSets {
  const words = wordsOf(rows);
  const sets = columns.map((at) => {
    const column = task.columns[at];
    return column === undefined ? new Int32Array(0) : columnSets(seenBy(offline, column), rows, clock);
  });
  const effects = (...wanted: readonly Row["effect"][]) => rowSet(rows, words, ({ effect }) => wanted.includes(effect));
  const accepting = effects("accepts", "ends");
  return { columns, words, sets, isOpen, clock, refusing: effects("refuses"), accepting, ending: effects("ends") };
}

/** The column with the values that a rule knows which names `offline` for these types. */
export function seenBy(offline: readonly string[], column: Column): Column {
  if (!column.hasOffline || offline.includes(column.type)) return column;
  return { ...column, values: column.values.slice(0, -1), hasOffline: false };
}

function wordsOf({ length }: readonly Row[]): number {
  return Math.max(1, (length + 31) >> 5);
}

function columnSets({ type, values }: Column, rows: readonly Row[], clock: Clock): Int32Array {
  const words = wordsOf(rows);
  const sets = new Int32Array(values.length * words);
  values.forEach((version, value) => {
    sets.set(
      rowSet(rows, words, ({ matches }) => {
        clock.tick();
        return matches(type, version);
      }),
      value * words,
    );
  });
  return sets;
}

function rowSet(rows: readonly Row[], words: number, isIn: (row: Row) => boolean): Int32Array {
  const set = new Int32Array(words);
  rows.forEach((row, at) => {
    if (isIn(row)) set[at >> 5] = (set[at >> 5] ?? 0) | (1 << (at & 31));
  });
  return set;
}
