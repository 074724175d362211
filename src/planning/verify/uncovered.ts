// Finds a combination of a box that none of some rows matches, or shows that there is none. Few combinations are looked at
// one by one. Sixty columns with two versions each have more of them than can be counted: there, versions are chosen so that
// the row which is nearest to matching everything is the next one to be escaped (a search as for satisfiability).

import { type Box, type Choice, versionsIn } from "./box.js";
import { escapingChoice } from "./escaping-choice.js";
import type { RowSheet, Rows } from "./row-sheet.js";

const FEW = 16;

export function uncoveredIn(box: Box, sheet: RowSheet, rows: Rows): Choice | undefined {
  let count = 1;
  for (const column of sheet.columns) count *= versionsIn(box, column).length;
  return count > FEW ? escapingChoice(box, sheet, rows) : firstUncovered(box, sheet, { rows, count });
}

interface Few {
  readonly rows: Rows;
  /** Of combinations. */
  readonly count: number;
}

function firstUncovered(box: Box, sheet: RowSheet, { rows, count }: Few): Choice | undefined {
  for (let index = 0; index < count; index++) {
    const chosen = combination(box, sheet, index);
    const cells = chosen.map((version, column) => sheet.matching(sheet.columns[column] ?? "", version));
    if (!rows.some((row) => cells.every((cell) => cell[row] === 1))) {
      return chosen.map((version, column) => ({ type: sheet.columns[column] ?? "", version }));
    }
  }
  return undefined;
}

/** The combinations of a box by number, as an odometer counts. */
function combination(box: Box, { columns }: RowSheet, index: number): readonly string[] {
  let rest = index;
  return columns.map((column) => {
    const versions = versionsIn(box, column);
    const version = versions[rest % versions.length] ?? "";
    rest = Math.floor(rest / versions.length);
    return version;
  });
}
