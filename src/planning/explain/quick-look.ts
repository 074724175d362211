// A quick look at a box of few combinations, for a rule with few rows: all rows are asked about a combination at once. Finds the
// same combination as a search row by row: what a refusing row matches first, then what nothing lists.

import type { TableSide } from "../../model/index.js";
import type { RowBits } from "./row-bits.js";

const MOST_COMBINATIONS = 64;
const ALL_ROWS = -1;

export interface QuickLook {
  readonly bits: RowBits;
  readonly isOpen: boolean;
  /** Versions by column. */
  readonly choices: readonly (readonly string[])[];
  readonly side: TableSide;
}

export interface QuickFind {
  /** By column. */
  readonly versions: readonly string[];
  /** The refusing row; undefined where none lists the combination. */
  readonly row: number | undefined;
}

export function isQuick(choices: QuickLook["choices"]): boolean {
  let combinations = 1;
  for (const column of choices) combinations *= column.length;
  return combinations <= MOST_COMBINATIONS;
}

/** Undefined where every combination is acceptable. */
export function lookQuickly(look: QuickLook): QuickFind | undefined {
  const versions: string[] = [];
  if (!isSomeRefused(look, versions, ALL_ROWS)) return undefined;
  return matchedByRow(look) ?? { versions, row: undefined };
}

/** Whether a combination that begins with `versions`, which `rows` match so far, is refused; if so, `versions` is the first. */
function isSomeRefused(look: QuickLook, versions: string[], rows: number): boolean {
  const column = versions.length;
  const next = look.choices[column];
  if (next === undefined) return !isAccepted(look, rows);
  for (const version of next) {
    versions.push(version);
    if (isSomeRefused(look, versions, rows & look.bits.matching(column, version))) return true;
    versions.pop();
  }
  return false;
}

function isAccepted({ bits, isOpen, side }: QuickLook, rows: number): boolean {
  if ((rows & bits.refusing) !== 0) return false;
  if ((rows & bits.accepting) === 0) return isOpen;
  return side === "transition" || (rows & bits.ends) !== 0;
}

/** The first refusing row that matches something, and the first versions that it matches. */
function matchedByRow({ bits, choices }: QuickLook): QuickFind | undefined {
  let possible = bits.refusing;
  for (const [column, versions] of choices.entries()) {
    let matched = 0;
    for (const version of versions) matched |= bits.matching(column, version);
    possible &= matched;
  }
  if (possible === 0) return undefined;
  const row = 31 - Math.clz32(possible & -possible);
  const isMatched = (column: number) => (version: string) => (bits.matching(column, version) & (1 << row)) !== 0;
  return { versions: choices.map((versions, column) => versions.find(isMatched(column)) ?? ""), row };
}
