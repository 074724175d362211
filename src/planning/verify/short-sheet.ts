// A sheet with few rows, each of them one bit: all rows are asked about a combination at once. It only tells whether a box is
// free of combinations that are not acceptable; what is wrong with one that is not, others find out.

import type { ConstraintRow, ConstraintTable, TableSide } from "../../model/index.js";
import { type Box, versionsIn } from "./box.js";
import type { Matching } from "./matching.js";
import { isAboutPresent } from "./row-sheet.js";

const MOST_BITS = 31;
const MOST_COMBINATIONS = 64;

export interface ShortSheet {
  /** False also where the box has too many combinations for a look at each. */
  readonly isAccepted: (box: Box, side: TableSide) => boolean;
}

/** Undefined where the table has more rows than a number has bits. */
export function shortSheet(
  table: ConstraintTable,
  columns: readonly string[],
  matches: Matching,
): ShortSheet | undefined {
  const { rows, unlisted } = table;
  if (rows.length > MOST_BITS) return undefined;
  const isOpen = unlisted === "acceptable";
  const { refusing, accepting, ends } = kindsOf(table, columns);
  const lines = columns.map((column) => createLine(rows, column, matches));
  return { isAccepted };

  function isAccepted(box: Box, side: TableSide): boolean {
    const only = matchedByOnly(box);
    if (only !== undefined) return isAcceptable(only, side);
    return matchedSets(box)?.every((set) => isAcceptable(set, side)) === true;
  }

  /** The rows that match the box's only combination, where it has no more than one. */
  function matchedByOnly(box: Box): number | undefined {
    let set = -1;
    for (const [at, column] of columns.entries()) {
      const versions = versionsIn(box, column);
      if (versions.length !== 1) return undefined;
      set &= lines[at]?.(versions[0] ?? "") ?? 0;
    }
    return set;
  }

  /** For each combination of the box, the rows that match it: column by column, every set is narrowed by every version. */
  function matchedSets(box: Box): readonly number[] | undefined {
    let sets = [-1];
    for (const [at, column] of columns.entries()) {
      const versions = versionsIn(box, column);
      if (sets.length * versions.length > MOST_COMBINATIONS) return undefined;
      const narrowed: number[] = [];
      for (const version of versions) {
        const matched = lines[at]?.(version) ?? 0;
        for (const set of sets) narrowed.push(set & matched);
      }
      sets = narrowed;
    }
    return sets;
  }

  function isAcceptable(set: number, side: TableSide): boolean {
    if ((set & refusing) !== 0) return false;
    const isListed = (set & accepting) !== 0;
    if (side === "transition" || !isListed) return isListed || isOpen;
    return (set & ends) !== 0;
  }
}

/** Rows by what they are for, as bits. */
function kindsOf({ rows, columns: all }: ConstraintTable, columns: readonly string[]) {
  const absent = all.length === columns.length ? [] : all.filter((type) => !columns.includes(type));
  let refusing = 0;
  let accepting = 0;
  let ends = 0;
  for (const [at, row] of rows.entries()) {
    const bit = 1 << at;
    if (row.acceptable) accepting |= bit;
    else if (isAboutPresent(row, absent)) refusing |= bit;
    if (row.acceptable && row.list === "end_states") ends |= bit;
  }
  return { refusing, accepting, ends };
}

/** Of one column: version → the rows that match it, or say nothing of the column. */
function createLine(rows: readonly ConstraintRow[], column: string, matches: Matching): (version: string) => number {
  const known = new Map<string, number>();
  return (version) => {
    const before = known.get(version);
    if (before !== undefined) return before;
    let matched = 0;
    for (const [at, { cells }] of rows.entries()) {
      const cell = Object.hasOwn(cells, column) ? cells[column] : undefined;
      if (cell === undefined || matches(cell, version)) matched |= 1 << at;
    }
    known.set(version, matched);
    return matched;
  };
}
