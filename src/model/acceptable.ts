// Whether a combination of versions is acceptable, and if not, by which rule. The plain reading of the tables, one combination
// at a time; planning/ compiles them for speed, and planning/verify has a reading of its own.

import type { Cell, ConstraintRow, Constraints, ConstraintTable, Requirement, VersionMatcher } from "./constraints.js";
import { semverScheme, type VersionRange } from "./version/index.js";

/** Version identities by component type. A type that has no component in the system is not in it. */
export type Combination = ReadonlyMap<string, string>;

/** The system on its way, or at its end. */
export type TableSide = "transition" | "end";

/** Why a combination is not acceptable. */
export type RefusingRule =
  | { readonly kind: "row"; readonly table: ConstraintTable; readonly row: ConstraintRow }
  /** No row of the table accepts it: nothing is listed, or (at the end) only a transition row. */
  | { readonly kind: "unlisted"; readonly table: ConstraintTable }
  | { readonly kind: "requirement"; readonly requirement: Requirement };

export function matchesCell(cell: Cell, version: string): boolean {
  return cell.matchers.some((matcher) => matchesOne(matcher, version));
}

function matchesOne(matcher: VersionMatcher, version: string): boolean {
  if (matcher.kind === "any") return true;
  return matcher.kind === "exact" ? matcher.version === version : includes(matcher.range, version);
}

const ranges = new Map<string, VersionRange | undefined>();
const MAX_RANGES = 10_000;

/** Parsing a range costs more than asking it, and the same few are asked all the time. */
function includes(text: string, version: string): boolean {
  if (ranges.size > MAX_RANGES) ranges.clear();
  if (!ranges.has(text)) ranges.set(text, semverScheme.range(text));
  return ranges.get(text)?.includes(version) ?? false;
}

export function isAny(cell: Cell): boolean {
  return cell.matchers.some(({ kind }) => kind === "any");
}

/** The first rule that refuses the combination; undefined where it is acceptable. */
export function refusingRule(
  { tables, requirements }: Constraints,
  combination: Combination,
  side: TableSide,
): RefusingRule | undefined {
  for (const table of tables) {
    const rule = tableRefuses(table, combination, side);
    if (rule !== undefined) return rule;
  }
  const requirement = requirements.find((each) => !isMet(each, combination));
  return requirement === undefined ? undefined : { kind: "requirement", requirement };
}

function tableRefuses(table: ConstraintTable, combination: Combination, side: TableSide): RefusingRule | undefined {
  if (!table.columns.some((type) => combination.has(type))) return undefined;
  const refusing = table.rows.find((row) => !row.acceptable && rowMatches(row, combination));
  if (refusing !== undefined) return { kind: "row", table, row: refusing };
  const accepting = table.rows.filter((row) => row.acceptable && rowMatches(row, combination));
  const isAccepted =
    accepting.length === 0
      ? table.unlisted === "acceptable"
      : side === "transition" || accepting.some(({ list }) => list === "end_states");
  return isAccepted ? undefined : { kind: "unlisted", table };
}

/** A column without components is ignored, but a refusing row then counts only where its cell is "any". */
function rowMatches(row: ConstraintRow, combination: Combination): boolean {
  return Object.entries(row.cells).every(([type, cell]) => {
    const version = combination.get(type);
    if (version === undefined) return row.acceptable || isAny(cell);
    return matchesCell(cell, version);
  });
}

function isMet({ type, version, needs }: Requirement, combination: Combination): boolean {
  const own = combination.get(type);
  const needed = combination.get(needs.type);
  if (own === undefined || needed === undefined || !matchesCell(version, own)) return true;
  return matchesCell(needs.version, needed);
}
