// What a way back to an earlier manifest would lose.

import type { ReturnAnswer } from "../../app-types.js";
import { formatTime, printable, table } from "../text.js";

/** Nothing where no data is brought back. */
export function lostLines({ overwritten }: ReturnAnswer): readonly string[] {
  if (overwritten.length === 0) return [];
  const rows = overwritten.map(({ component, capturedAt }) => [
    printable(component),
    `since ${formatTime(capturedAt)}`,
  ]);
  return [
    "Data is brought back to what it was. What was written since is lost:",
    ...table(rows).map((row) => `  ${row}`),
  ];
}
