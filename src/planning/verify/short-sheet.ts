// A sheet with few rows, each of them one bit: all rows are asked about a combination at once. It only tells whether a box is
// free of combinations that are not acceptable; what is wrong with one that is not, others find out.

import type { Cell, ConstraintRow, ConstraintTable, TableSide } from "../../model/index.js";
import { type Box, versionsIn } from "./box.js";
import type { Matching } from "./matching.js";

export const MOST_BITS = 31;
const MOST_COMBINATIONS = 64;

export interface ShortSheet {
  /** False also where the box has too many combinations for a look at each. */
  readonly isAccepted: (box: Box, side: TableSide) => boolean;
}

interface Sheet {
  /** With components. */
  readonly columns: readonly string[];
  readonly kinds: {
    readonly refusing: readonly number[];
    readonly accepting: readonly number[];
    readonly ends: readonly number[];
  };
  readonly matches: Matching;
}

export function shortSheet({ rows, unlisted }: ConstraintTable, { columns, kinds, matches }: Sheet): ShortSheet {
  const isOpen = unlisted === "acceptable";
  const refusing = bitsOf(kinds.refusing);
  const accepting = bitsOf(kinds.accepting);
  const ends = bitsOf(kinds.ends);
  const lines = columns.map((column) => createLine(cellsOf(rows, column), matches));
  return {
    isAccepted: (box, side) => {
      const sets = matchedSets(box);
      return sets?.every((set) => isAcceptable(set, side)) === true;
    },
  };

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

function bitsOf(rows: readonly number[]): number {
  let bits = 0;
  for (const row of rows) bits |= 1 << row;
  return bits;
}

/** By row; undefined where it says nothing of the column. */
function cellsOf(rows: readonly ConstraintRow[], column: string): readonly (Cell | undefined)[] {
  return rows.map(({ cells }) => (Object.hasOwn(cells, column) ? cells[column] : undefined));
}

/** Of one column: version → the rows that match it. */
function createLine(cells: readonly (Cell | undefined)[], matches: Matching): (version: string) => number {
  const known = new Map<string, number>();
  return (version) => {
    const before = known.get(version);
    if (before !== undefined) return before;
    let matched = 0;
    for (const [row, cell] of cells.entries()) if (cell === undefined || matches(cell, version)) matched |= 1 << row;
    known.set(version, matched);
    return matched;
  };
}
