// A quick look at a box: whether a rule with few rows accepts all of its combinations. Where it does, which is the usual case, no
// witness has to be looked for.

import type { TableSide } from "../../model/index.js";
import type { Rule } from "./reading.js";
import type { RowBits } from "./row-bits.js";

const MOST_COMBINATIONS = 64;

/** False where it is not so, and where it would take longer to tell. */
export function isFree(rule: Rule, choices: readonly (readonly string[])[], side: TableSide): boolean {
  const { bits, isOpen } = rule;
  if (bits === undefined) return false;
  let combinations = 1;
  for (const column of choices) combinations *= column.length;
  if (combinations > MOST_COMBINATIONS) return false;
  const look: Look = { bits, choices, isOpen, side };
  return areFree(look, 0, ALL_ROWS);
}

const ALL_ROWS = -1;

interface Look {
  readonly bits: RowBits;
  readonly choices: readonly (readonly string[])[];
  readonly isOpen: boolean;
  readonly side: TableSide;
}

/** Whether everything is accepted that begins with choices which `rows` match so far. */
function areFree(look: Look, column: number, rows: number): boolean {
  const versions = look.choices[column];
  if (versions === undefined) return isAccepted(look, rows);
  for (const version of versions) {
    if (!areFree(look, column + 1, rows & look.bits.matching(column, version))) return false;
  }
  return true;
}

function isAccepted({ bits, isOpen, side }: Look, rows: number): boolean {
  if ((rows & bits.refusing) !== 0) return false;
  if ((rows & bits.accepting) === 0) return isOpen;
  return side === "transition" || (rows & bits.ends) !== 0;
}
