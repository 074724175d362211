// Ranges beside the versions that the documents name: ranges of a type whose versions have no order, and pre-releases that
// a range leaves out although its limits include them.

import type { Diagnostic } from "../../base/index.js";
import { isAny, matchesCell, semverScheme } from "../../model/index.js";
import { readTables, type WrittenTable } from "../constraints/read-tables.js";
import { fault, warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { clip, quote } from "../wording.js";
import { type CellUse, matcherPath } from "./cell-uses.js";
import type { KnownVersions } from "./known-versions.js";
import { documentsOf, type LintSubject } from "./subject.js";

/** The types concerned, and their faults: one for each type, at the first of its ranges. */
export function checkRangeScheme(known: KnownVersions): ReadonlyMap<string, Diagnostic> {
  const found = new Map<string, Diagnostic>();
  for (const use of known.uses) {
    const index = use.cell.matchers.findIndex(({ kind }) => kind === "range");
    if (index === -1 || found.has(use.type) || found.size >= LIMITS.maxFaults) continue;
    const versions = known.byType.get(use.type) ?? new Map<string, string>();
    if (versions.size === 0 || [...versions.keys()].some((version) => semverScheme.canonical(version))) continue;
    found.set(use.type, rangeWithoutScheme(known, use, index));
  }
  return found;
}

function rangeWithoutScheme({ byType, targets }: KnownVersions, use: CellUse, index: number): Diagnostic {
  const [text = ""] = byType.get(use.type)?.values() ?? [];
  const isFallback = targets.get(use.type)?.isGiven === false;
  return fault({
    code: "CONSTRAINTS_RANGE_NOT_SEMVER",
    message: `A range needs semantic versions, and those of ${quote(use.type)} are none, such as ${quote(text)}`,
    hint: isFallback
      ? `Give the component type a version; without one, the name of the artifact is taken for it.`
      : "List the versions instead of giving a range.",
    location: use.document.locateValue(matcherPath(use, index)),
  });
}

/** What is told of a type; other checks say no more of it. */
export interface ToldOfType {
  readonly type: string;
  readonly diagnostic: Diagnostic;
}

export function checkPrereleases(subject: LintSubject, { uses, byType }: KnownVersions): readonly ToldOfType[] {
  const prereleases = [...byType].flatMap(([type, versions]) =>
    [...versions].filter(([version]) => isPrerelease(version)).map(([version, text]) => ({ type, version, text })),
  );
  if (prereleases.length === 0) return [];
  const tables = documentsOf(subject).flatMap(readTables);
  return prereleases
    .slice(0, LIMITS.maxFaults)
    .flatMap((prerelease) => tables.flatMap((written) => leftOut(written, prerelease, uses)))
    .slice(0, LIMITS.maxFaults);
}

interface Prerelease {
  readonly type: string;
  readonly version: string;
  readonly text: string;
}

function isPrerelease(version: string): boolean {
  return semverScheme.canonical(version)?.split("+")[0]?.includes("-") === true;
}

/** No row of the table takes the version, and one would but for its being a pre-release. */
function leftOut(
  written: WrittenTable,
  { type, version, text }: Prerelease,
  uses: readonly CellUse[],
): readonly ToldOfType[] {
  const { table, document, path } = written;
  if (!table.columns.includes(type)) return [];
  const cells = table.rows.map(({ cells }) => (Object.hasOwn(cells, type) ? cells[type] : undefined));
  if (cells.some((cell) => cell === undefined || isAny(cell) || matchesCell(cell, version))) return [];
  for (const use of uses) {
    if (use.document !== document || use.type !== type || !path.every((step, index) => use.path[index] === step))
      continue;
    const index = use.cell.matchers.findIndex(
      (matcher) => matcher.kind === "range" && semverScheme.range(matcher.range)?.reaches(version) === true,
    );
    if (index !== -1) return [{ type, diagnostic: prereleaseLeftOut(use, index, text) }];
  }
  return [];
}

function prereleaseLeftOut(use: CellUse, index: number, version: string): Diagnostic {
  const matcher = use.cell.matchers[index];
  const range = matcher?.kind === "range" ? matcher.range : use.cell.text;
  return warning({
    code: "CONSTRAINTS_ROW_UNMATCHABLE",
    message: `The range ${quote(range)} leaves out ${clip(version)} of ${quote(use.type)}, because pre-releases are only in ranges that name one of the same version`,
    hint: `List it beside the range: ["${clip(range)}", "${clip(version)}"].`,
    location: use.document.locateValue(matcherPath(use, index)),
  });
}
