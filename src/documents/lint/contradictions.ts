// Combinations that a table both accepts and refuses. The refusal wins, and the author should know. One row against each
// other would take too long in a long table, so rows are found by the version that they name.

import type { Diagnostic } from "../../base/index.js";
import { type Cell, type ConstraintRow, matchesCell, semverScheme, type VersionMatcher } from "../../model/index.js";
import { readTables, rowPath, type WrittenTable } from "../constraints/read-tables.js";
import { warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import type { YamlDocument } from "../yaml/yaml-document.js";

/** Pairs of rows compared in one document: a warning is not worth more time. */
const MOST_COMPARISONS = 500_000;

interface Budget {
  comparisons: number;
}

export function checkContradictions(document: YamlDocument): readonly Diagnostic[] {
  const budget = { comparisons: MOST_COMPARISONS };
  const found: Diagnostic[] = [];
  for (const written of readTables(document)) {
    const accepting = written.table.rows.filter(({ acceptable }) => acceptable);
    const index = new Map<string, ColumnIndex>();
    for (const row of written.table.rows) {
      if (row.acceptable || found.length >= LIMITS.maxFaults) continue;
      const other = firstOverlap(row, candidates(row, { accepting, index }), budget);
      if (other !== undefined) found.push(contradiction(written, row, other));
    }
  }
  return found;
}

/** Accepting rows by the exact versions of one column; `others` may match any version in it. */
interface ColumnIndex {
  readonly byVersion: ReadonlyMap<string, readonly ConstraintRow[]>;
  readonly others: readonly ConstraintRow[];
}

interface Accepting {
  readonly accepting: readonly ConstraintRow[];
  readonly index: Map<string, ColumnIndex>;
}

function candidates(row: ConstraintRow, { accepting, index }: Accepting): readonly ConstraintRow[] {
  let best = accepting;
  for (const [type, { matchers }] of Object.entries(row.cells)) {
    const versions = matchers.flatMap((matcher) => (matcher.kind === "exact" ? [matcher.version] : []));
    if (versions.length < matchers.length) continue;
    const column = index.get(type) ?? indexOf(accepting, type);
    index.set(type, column);
    const found = [...versions.flatMap((version) => column.byVersion.get(version) ?? []), ...column.others];
    if (found.length < best.length) best = found;
  }
  return best;
}

function indexOf(accepting: readonly ConstraintRow[], type: string): ColumnIndex {
  const byVersion = new Map<string, ConstraintRow[]>();
  const others: ConstraintRow[] = [];
  for (const row of accepting) {
    const { matchers } = (Object.hasOwn(row.cells, type) ? row.cells[type] : undefined) ?? { matchers: [] };
    const isExact = matchers.length > 0 && matchers.every(({ kind }) => kind === "exact");
    if (!isExact) others.push(row);
    for (const matcher of isExact ? matchers : []) {
      if (matcher.kind !== "exact") continue;
      const known = byVersion.get(matcher.version);
      if (known === undefined) byVersion.set(matcher.version, [row]);
      else known.push(row);
    }
  }
  return { byVersion, others };
}

function firstOverlap(row: ConstraintRow, others: readonly ConstraintRow[], budget: Budget): ConstraintRow | undefined {
  for (const other of others) {
    if (--budget.comparisons < 0) return undefined;
    if (rowsOverlap(row, other)) return other;
  }
  return undefined;
}

/** Whether some combination is matched by both; what a row does not name may be anything. */
function rowsOverlap(row: ConstraintRow, other: ConstraintRow): boolean {
  return Object.entries(row.cells).every(([type, cell]) => {
    const facing = Object.hasOwn(other.cells, type) ? other.cells[type] : undefined;
    return facing === undefined || cellsOverlap(cell, facing);
  });
}

function cellsOverlap(cell: Cell, facing: Cell): boolean {
  return cell.matchers.some((matcher) => facing.matchers.some((other) => matchersOverlap(matcher, other)));
}

function matchersOverlap(one: VersionMatcher, other: VersionMatcher): boolean {
  if (one.kind === "any" || other.kind === "any") return true;
  if (one.kind === "exact") return matchesCell({ text: "", matchers: [other] }, one.version);
  if (other.kind === "exact") return matchesCell({ text: "", matchers: [one] }, other.version);
  return semverScheme.overlap(one.range, other.range);
}

function contradiction(written: WrittenTable, row: ConstraintRow, other: ConstraintRow): Diagnostic {
  const place = `row ${other.number} of ${other.list}, on line ${other.location.line}`;
  return warning({
    code: "CONSTRAINTS_CONTRADICTION",
    message: `Row ${row.number} of ${row.list} refuses what ${place}, accepts; the refusal wins`,
    hint: "Remove one of the two, or name fewer versions in one of them.",
    location: written.document.locateKey(rowPath(written, row)),
  });
}
