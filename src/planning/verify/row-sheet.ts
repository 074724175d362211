// The rows of a table as the verifier works with them: for each column and version, which rows match as far as that column is
// concerned. Each cell is asked once for each version.

import type { ConstraintRow, ConstraintTable } from "../../model/index.js";
import { type Reader, saysNothing } from "./matching.js";

/** Indexes of rows, in the order of the table. */
export type Rows = readonly number[];

export interface RowSheet {
  /** The table's columns that have components. */
  readonly columns: readonly string[];
  readonly refusing: Rows;
  /** Rows that accept, of either list. */
  readonly accepting: Rows;
  readonly ends: Rows;
  /** Those that accept only on the way. */
  readonly onTheWay: Rows;
  /** By row: 1 where its cell for this column includes the version, or says nothing. */
  readonly matching: (column: string, version: string) => Uint8Array;
  readonly tick: () => void;
}

export function rowSheet(table: ConstraintTable, installed: ReadonlySet<string>, { matches, tick }: Reader): RowSheet {
  const columns = table.columns.filter((type) => installed.has(type));
  const absent = table.columns.filter((type) => !installed.has(type));
  const known = new Map<string, Map<string, Uint8Array>>();
  return {
    columns,
    tick,
    ...sortedRows(table.rows, absent),
    matching: (column, version) => {
      const ofColumn = known.get(column) ?? new Map<string, Uint8Array>();
      known.set(column, ofColumn);
      const before = ofColumn.get(version);
      if (before !== undefined) return before;
      const found = Uint8Array.from(table.rows, (row) => {
        tick();
        const cell = cellOf(row, column);
        return cell === undefined || matches(cell, version) ? 1 : 0;
      });
      ofColumn.set(version, found);
      return found;
    },
  };
}

type Kinds = Pick<RowSheet, "refusing" | "accepting" | "ends" | "onTheWay">;

function sortedRows(rows: readonly ConstraintRow[], absent: readonly string[]): Kinds {
  const refusing: number[] = [];
  const accepting: number[] = [];
  const ends: number[] = [];
  const onTheWay: number[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.acceptable) {
      accepting.push(index);
      (row.list === "end_states" ? ends : onTheWay).push(index);
    } else if (isAboutPresent(row, absent)) refusing.push(index);
  }
  return { refusing, accepting, ends, onTheWay };
}

/** A refusing row that speaks of a type without components refuses nothing. */
export function isAboutPresent(row: ConstraintRow, absent: readonly string[]): boolean {
  return absent.every((type) => saysNothing(cellOf(row, type)));
}

function cellOf(row: ConstraintRow, type: string) {
  return Object.hasOwn(row.cells, type) ? row.cells[type] : undefined;
}
