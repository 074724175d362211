// Rows of a manifest for versions newer than all that the documents name: a slip, as nothing would install them. Older ones say
// nothing of the kind, for components may still run them; nor do the system's own rows, which outlive a manifest.

import type { Diagnostic } from "../../base/index.js";
import { type Cell, semverScheme } from "../../model/index.js";
import { readTables, rowPath } from "../constraints/read-tables.js";
import { warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { quote } from "../wording.js";
import { type CellUse, matcherPath } from "./cell-uses.js";
import type { KnownVersions } from "./known-versions.js";
import type { LintSubject } from "./subject.js";

/** `isTold`: whether something else is said of the type already. */
export function checkReach(
  { manifest }: LintSubject,
  { byType }: KnownVersions,
  isTold: (type: string) => boolean,
): readonly Diagnostic[] {
  const newest = new Map([...byType].map(([type, versions]) => [type, newestOf([...versions.keys()])]));
  const found: Diagnostic[] = [];
  for (const written of readTables(manifest)) {
    for (const row of written.table.rows) {
      for (const [type, cell] of Object.entries(row.cells)) {
        if (found.length >= LIMITS.maxFaults) return found;
        if (isTold(type) || !isAbove(cell, newest.get(type))) continue;
        found.push(outOfReach({ type, cell, document: manifest, path: [...rowPath(written, row), type] }));
      }
    }
  }
  return found;
}

function newestOf(versions: readonly string[]): string | undefined {
  let newest: string | undefined;
  for (const version of versions) {
    if (semverScheme.canonical(version) === undefined) continue;
    if (newest === undefined || (semverScheme.compare(version, newest) ?? 0) > 0) newest = version;
  }
  return newest;
}

function isAbove({ matchers }: Cell, newest: string | undefined): boolean {
  if (newest === undefined || matchers.some(({ kind }) => kind !== "range")) return false;
  return matchers.every((matcher) => matcher.kind === "range" && semverScheme.range(matcher.range)?.isAbove(newest));
}

function outOfReach(use: CellUse): Diagnostic {
  const { type, cell, document } = use;
  return warning({
    code: "CONSTRAINTS_ROW_UNMATCHABLE",
    message: `No version of ${quote(type)} that is known here can match ${quote(cell.text)}: all are older`,
    hint: "Check the version; if components may run such a one already, leave the row as it is.",
    location: document.locateValue(cell.matchers.length === 1 ? matcherPath(use, 0) : use.path),
  });
}
