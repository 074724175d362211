// The rows of a table as bits: which rows can match at all, of which kind they are, and which of them still match once a
// column has a version. A set of rows is one big integer, so that a thousand rows are narrowed down in one step.

import type { ConstraintRow, ConstraintTable } from "../../model/index.js";
import { type Matching, saysNothing } from "./matching.js";

/** Bit n is the table's row n, in the order in which the table has them. */
export type Rows = bigint;

export interface RowMasks {
  /** The table's columns that have components. */
  readonly columns: readonly string[];
  readonly refusing: Rows;
  /** Rows that accept, of either list. */
  readonly accepting: Rows;
  /** Those of them that are end states. */
  readonly ends: Rows;
  /** The rows that match as far as this column is concerned. */
  readonly matching: (column: string, version: string) => Rows;
}

export function rowMasks(table: ConstraintTable, installed: ReadonlySet<string>, matches: Matching): RowMasks {
  const { rows } = table;
  const columns = table.columns.filter((type) => installed.has(type));
  const absent = table.columns.filter((type) => !installed.has(type));
  const known = new Map(columns.map((column) => [column, new Map<string, Rows>()]));
  return {
    columns,
    refusing: rowsWhere(rows, (row) => !row.acceptable && absent.every((type) => saysNothing(cellOf(row, type)))),
    accepting: rowsWhere(rows, (row) => row.acceptable),
    ends: rowsWhere(rows, (row) => row.acceptable && row.list === "end_states"),
    matching: (column, version) => {
      const before = known.get(column)?.get(version);
      if (before !== undefined) return before;
      const mask = rowsWhere(rows, (row) => {
        const cell = cellOf(row, column);
        return cell === undefined || matches(cell, version);
      });
      known.get(column)?.set(version, mask);
      return mask;
    },
  };
}

function cellOf(row: ConstraintRow, type: string) {
  return Object.hasOwn(row.cells, type) ? row.cells[type] : undefined;
}

/** Written as digits first: adding bit by bit to a long integer would copy it for every row. */
function rowsWhere(rows: readonly ConstraintRow[], holds: (row: ConstraintRow) => boolean): Rows {
  const digits = rows.map((row) => (holds(row) ? "1" : "0")).reverse();
  return BigInt(`0b0${digits.join("")}`);
}
