// A table asked of a box. A refusing row is looked for on its own; whether accepting rows leave out nothing is uncovered.ts.

import type { ConstraintTable, TableSide } from "../../model/index.js";
import { type Box, type Choice, versionsIn } from "./box.js";
import type { Reader } from "./matching.js";
import { typesNamedOffline } from "./offline.js";
import { type RowSheet, rowSheet } from "./row-sheet.js";
import type { Rule } from "./rule.js";
import { shortSheet } from "./short-sheet.js";
import { uncoveredIn } from "./uncovered.js";

export function tableRule(table: ConstraintTable, installed: ReadonlySet<string>, reader: Reader): Rule {
  const types = table.columns.filter((type) => installed.has(type));
  const short = shortSheet(table, types, reader.matches);
  let sheet: RowSheet | undefined;
  return { name: `table ${table.name}`, types, offline: typesNamedOffline(table), refusedIn };

  function refusedIn(box: Box, side: TableSide): Choice | undefined {
    if (short?.isAccepted(box, side) === true) return undefined;
    sheet ??= rowSheet(table, installed, reader);
    const refused = refusedByRow(box, sheet);
    if (refused !== undefined) return refused;
    if (table.unlisted === "acceptable") return leftOpen(box, sheet, side);
    return uncoveredIn(box, sheet, side === "end" ? sheet.ends : sheet.accepting);
  }
}

function refusedByRow(box: Box, sheet: RowSheet): Choice | undefined {
  for (const row of sheet.refusing) {
    sheet.tick();
    const part = partOf(box, row, sheet);
    if (part !== undefined) return sheet.columns.map((type) => ({ type, version: versionsIn(part, type)[0] ?? "" }));
  }
  return undefined;
}

/** In an open table: a combination that a transition row matches and no end state does. At the end it is not acceptable. */
function leftOpen(box: Box, sheet: RowSheet, side: TableSide): Choice | undefined {
  if (side === "transition") return undefined;
  for (const row of sheet.onTheWay) {
    sheet.tick();
    const part = partOf(box, row, sheet);
    const found = part && uncoveredIn(part, sheet, sheet.ends);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The part of the box that a row matches; undefined where it matches nothing of it. */
function partOf(box: Box, row: number, sheet: RowSheet): Box | undefined {
  const isMatched = (column: string) => (version: string) => sheet.matching(column, version)[row] === 1;
  if (!sheet.columns.every((column) => versionsIn(box, column).some(isMatched(column)))) return undefined;
  return new Map(sheet.columns.map((column) => [column, versionsIn(box, column).filter(isMatched(column))]));
}
