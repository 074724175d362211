// Looks for a combination of a box that a rule refuses. Refusing rows are asked first: they name the combination themselves,
// and their `why` is what an author wants to read.

import type { RefusingRule, TableSide, VersionedType } from "../../model/index.js";
import { isQuick, lookQuickly } from "./quick-look.js";
import { type Rule, refusingRuleOf } from "./reading.js";

/** Versions by column of a rule; the ones that come first are preferred in a witness. */
export type Choices = readonly (readonly string[])[];

/** A combination, in version identities, and what refuses it. */
export interface Refused {
  readonly combination: readonly VersionedType[];
  readonly rule: RefusingRule;
}

/** Undefined where every combination of the box is acceptable. */
export function refusedIn(rule: Rule, choices: Choices, side: TableSide): Refused | undefined {
  const { bits } = rule;
  if (bits !== undefined && isQuick(choices)) {
    const refused = lookQuickly({ bits, isOpen: rule.isOpen, choices, side });
    return refused && { combination: combinationOf(rule, refused.versions), rule: ruleOf(rule, refused.row) };
  }
  return matchedByRefusing(rule, choices) ?? unlistedIn(rule, choices, side);
}

function ruleOf(rule: Rule, row: number | undefined): RefusingRule {
  return refusingRuleOf(rule, row === undefined ? undefined : rule.rows[row]?.row);
}

function matchedByRefusing(rule: Rule, choices: Choices): Refused | undefined {
  for (const [index, { refuses, row }] of rule.rows.entries()) {
    if (!refuses) continue;
    const versions = choices.map((column, at) => column.find((version) => rule.matching(at, version)[index] === 1));
    if (versions.includes(undefined)) continue;
    return { combination: combinationOf(rule, versions), rule: refusingRuleOf(rule, row) };
  }
  return undefined;
}

function combinationOf({ types }: Rule, versions: readonly (string | undefined)[]): readonly VersionedType[] {
  return types.map((type, column) => ({ type, version: versions[column] ?? "" }));
}

/** A closed table refuses what no row lists; at the end, every table refuses what only transition rows list. */
function unlistedIn(rule: Rule, choices: Choices, side: TableSide): Refused | undefined {
  if (rule.isOpen && side === "transition") return undefined;
  const accepting = rule.rows.flatMap(({ refuses }, row) => (refuses || !canMatch(rule, choices, row) ? [] : [row]));
  const covered = coveredFrom(rule, choices, accepting);
  const chosen: string[] = [];
  return descend(0, accepting)
    ? { combination: combinationOf(rule, chosen), rule: refusingRuleOf(rule, undefined) }
    : undefined;

  /** Whether a combination that begins with what is chosen is refused; `alive` are the rows that match so far. */
  function descend(column: number, alive: readonly number[]): boolean {
    if (alive.length === 0 && rule.isOpen) return false;
    if (alive.some((row) => (covered.get(row) ?? 0) <= column && counts(row))) return false;
    if (column === choices.length) return true;
    return (choices[column] ?? []).some((version) => {
      chosen[column] = version;
      const matching = rule.matching(column, version);
      return descend(
        column + 1,
        alive.filter((row) => matching[row] === 1),
      );
    });
  }

  function counts(row: number): boolean {
    return side === "transition" || rule.rows[row]?.isEnd === true;
  }
}

/** Most rows of a long table are about other versions than those of the box. */
function canMatch(rule: Rule, choices: Choices, row: number): boolean {
  return choices.every((column, at) => column.some((version) => rule.matching(at, version)[row] === 1));
}

/** By row, the first column from which on it matches whatever is chosen. */
function coveredFrom(rule: Rule, choices: Choices, rows: readonly number[]): ReadonlyMap<number, number> {
  const isCovered = (row: number, at: number) =>
    choices[at]?.every((version) => rule.matching(at, version)[row] === 1) === true;
  return new Map(
    rows.map((row) => {
      let column = choices.length;
      while (column > 0 && isCovered(row, column - 1)) column -= 1;
      return [row, column];
    }),
  );
}
