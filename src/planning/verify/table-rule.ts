// A table asked of a box. Combinations are never listed one by one: sixty columns with two versions each have more of them
// than can be counted. Columns are fixed one after the other, and what the remaining rows already decide is not looked into.

import type { ConstraintTable, TableSide } from "../../model/index.js";
import { type Box, type Choice, versionsIn } from "./box.js";
import type { Matching } from "./matching.js";
import { type RowMasks, type Rows, rowMasks } from "./row-masks.js";
import type { Rule } from "./rule.js";
import { uncoveredIn } from "./uncovered.js";

export function tableRule(table: ConstraintTable, installed: ReadonlySet<string>, matches: Matching): Rule {
  const masks = rowMasks(table, installed, matches);
  const isOpen = table.unlisted === "acceptable";
  return {
    name: `table ${table.name}`,
    types: masks.columns,
    refusedIn: (box, side) =>
      matchedIn(box, masks, masks.refusing) ??
      (isOpen
        ? onlyOnTheWay(box, masks, side)
        : uncoveredIn(box, masks, side === "end" ? masks.ends : masks.accepting)),
  };
}

/** A combination of the box that one of these rows matches. */
function matchedIn(box: Box, masks: RowMasks, rows: Rows): Choice | undefined {
  let left = rows;
  for (const column of masks.columns) {
    if (left === 0n) return undefined;
    left &= versionsIn(box, column).reduce((either, version) => either | masks.matching(column, version), 0n);
  }
  if (left === 0n) return undefined;
  const row = left & -left;
  return [...narrowedTo(row, box, masks)].map(([type, versions]) => ({ type, version: [...versions][0] ?? "" }));
}

/** In an open table: a combination that a transition row matches and no end state does. At the end it is not acceptable. */
function onlyOnTheWay(box: Box, masks: RowMasks, side: TableSide): Choice | undefined {
  if (side === "transition") return undefined;
  let left = masks.accepting & ~masks.ends;
  while (left !== 0n) {
    const row = left & -left;
    left &= ~row;
    if (matchedIn(box, masks, row) === undefined) continue;
    const found = uncoveredIn(narrowedTo(row, box, masks), masks, masks.ends);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The part of the box that a row matches. */
function narrowedTo(row: Rows, box: Box, masks: RowMasks): Box {
  return new Map(
    masks.columns.map((column) => {
      const versions = versionsIn(box, column).filter((version) => (masks.matching(column, version) & row) !== 0n);
      return [column, new Set(versions)];
    }),
  );
}
