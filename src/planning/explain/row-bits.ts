// The rows of a short rule as bits of one number: which match a version, in one step for all of them.

import type { Row } from "./row.js";

export interface RowBits {
  readonly refusing: number;
  readonly accepting: number;
  readonly ends: number;
  /** The rows that match the version as far as the column is concerned. */
  readonly matching: (column: number, version: string) => number;
}

export const MOST_ROWS = 31;

export function rowBits(rows: readonly Row[], columns: number): RowBits {
  const known = Array.from({ length: columns }, () => new Map<string, number>());
  let refusing = 0;
  let ends = 0;
  for (const [at, { refuses, isEnd }] of rows.entries()) {
    if (refuses) refusing |= 1 << at;
    else if (isEnd) ends |= 1 << at;
  }
  return { refusing, accepting: ((1 << rows.length) - 1) & ~refusing, ends, matching };

  function matching(column: number, version: string): number {
    const before = known[column]?.get(version);
    if (before !== undefined) return before;
    let found = 0;
    for (const [at, { tests }] of rows.entries()) if (tests[column]?.(version) !== false) found |= 1 << at;
    known[column]?.set(version, found);
    return found;
  }
}
