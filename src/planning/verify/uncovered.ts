// Finds a combination of a box that none of some rows matches, or shows that there is none, without listing combinations.

import { type Box, type Choice, versionsIn } from "./box.js";
import type { RowMasks, Rows } from "./row-masks.js";

interface Column {
  readonly type: string;
  /** Of versions that the same rows match, only one. */
  readonly options: readonly { readonly version: string; readonly rows: Rows }[];
  /** The rows that match every version of this column and of all later ones. */
  readonly always: Rows;
}

export function uncoveredIn(box: Box, masks: RowMasks, rows: Rows): Choice | undefined {
  const columns = columnsOf(box, masks, rows);
  const decided = columns.map(() => new Set<Rows>());
  const choice: string[] = [];

  /** Whether a combination is found that none of the rows left matches; `choice` then holds it. */
  function isFound(depth: number, left: Rows): boolean {
    const column = columns[depth];
    if (column === undefined || left === 0n) return left === 0n;
    if ((left & column.always) !== 0n || decided[depth]?.has(left)) return false;
    for (const { version, rows } of column.options) {
      choice[depth] = version;
      if (isFound(depth + 1, left & rows)) return true;
    }
    decided[depth]?.add(left);
    return false;
  }

  if (!isFound(0, rows)) return undefined;
  return columns.map(({ type, options }, depth) => ({ type, version: choice[depth] ?? options[0]?.version ?? "" }));
}

/** Columns that leave few rows come first, those with one version before all others: they narrow without branching. */
function columnsOf(box: Box, masks: RowMasks, rows: Rows): readonly Column[] {
  const sorted = masks.columns
    .map((type) => ({ type, options: optionsOf(type, box, masks, rows) }))
    .sort((a, b) => a.options.length - b.options.length);
  let always = rows;
  return sorted
    .reverse()
    .map(({ type, options }) => {
      always = options.reduce((all, option) => all & option.rows, always);
      return { type, options, always };
    })
    .reverse();
}

function optionsOf(type: string, box: Box, masks: RowMasks, rows: Rows) {
  const options = new Map<Rows, string>();
  for (const version of versionsIn(box, type)) {
    const matched = masks.matching(type, version) & rows;
    if (!options.has(matched)) options.set(matched, version);
  }
  return [...options].map(([rows, version]) => ({ version, rows }));
}
