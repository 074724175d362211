// Whether the manifest aims at something that is acceptable at the end, as far as the documents alone can tell: the planner
// decides, once it knows the components.

import type { Diagnostic } from "../../base/index.js";
import { type ConstraintRow, type ConstraintTable, matchesCell, type Requirement } from "../../model/index.js";
import { readRequirements } from "../constraints/read-requirements.js";
import { readTables } from "../constraints/read-tables.js";
import { warning } from "../fault.js";
import { LIMITS } from "../limits.js";
import { clip, quote } from "../wording.js";
import type { KnownVersions } from "./known-versions.js";
import { documentsOf, type LintSubject } from "./subject.js";

/** Types of the system with the versions they shall have; undefined for one whose version is not known. */
type Aim = ReadonlyMap<string, { readonly version: string; readonly text: string } | undefined>;

export function checkTargets(
  subject: LintSubject,
  known: KnownVersions,
  isTold: (type: string) => boolean,
): readonly Diagnostic[] {
  const documents = documentsOf(subject);
  const tables = documents.flatMap(readTables).map(({ table }) => table);
  const requirements = documents.flatMap(readRequirements).map(({ requirement }) => requirement);
  const missing = missingVersions(subject, known, { tables, isTold });
  const types = subject.systemTypes ?? [...known.targets.keys()];
  const aim: Aim = new Map(types.map((type) => [type, known.targets.get(type)]));
  const isSkipped = (type: string): boolean => isTold(type) || missing.has(type);
  const uncovered = tables.filter(({ columns }) => !columns.some(isSkipped)).flatMap((table) => checkTable(table, aim));
  const unmet = requirements
    .filter(({ type, needs }) => !isSkipped(type) && !isSkipped(needs.type))
    .flatMap((requirement) => checkRequirement(requirement, aim));
  return [...missing.values(), ...uncovered.slice(0, LIMITS.maxFaults), ...unmet.slice(0, LIMITS.maxFaults)];
}

interface Tables {
  readonly tables: readonly ConstraintTable[];
  readonly isTold: (type: string) => boolean;
}

/** Types that a table names, whose version is only the name of an artifact, and which no row means. */
function missingVersions(
  { manifest }: LintSubject,
  { targets }: KnownVersions,
  { tables, isTold }: Tables,
): ReadonlyMap<string, Diagnostic> {
  const found = new Map<string, Diagnostic>();
  for (const { columns, rows } of tables) {
    for (const type of columns) {
      const target = targets.get(type);
      if (target === undefined || target.isGiven || isTold(type) || found.has(type)) continue;
      if (rows.some((row) => isMet(row, type, target.version)) || found.size >= LIMITS.maxFaults) continue;
      found.set(
        type,
        warning({
          code: "CONSTRAINTS_VERSION_MISSING",
          message: `${quote(type)} has no version, and no row means ${quote(target.text)}, the name of its artifact`,
          hint: "Add the version that such a component reports once it is updated.",
          location: manifest.locateKey(["component_types", type]),
        }),
      );
    }
  }
  return found;
}

function isMet({ cells }: ConstraintRow, type: string, version: string): boolean {
  const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
  return cell === undefined || matchesCell(cell, version);
}

function checkTable(table: ConstraintTable, aim: Aim): readonly Diagnostic[] {
  const columns = table.columns.filter((type) => aim.has(type));
  if (columns.length === 0) return [];
  const refusing = table.rows.find((row) => !row.acceptable && isRefused(row, table, aim));
  if (refusing !== undefined)
    return [
      uncovered(refusing.location, `is refused by row ${refusing.number} of ${refusing.list} in`, {
        table,
        columns,
        aim,
      }),
    ];
  const accepting = table.rows.filter((row) => row.acceptable && mayMatch(row, aim));
  const isCovered =
    accepting.some(({ list }) => list === "end_states") ||
    (table.unlisted === "acceptable" && isOpenFor(accepting, columns, aim));
  return isCovered ? [] : [uncovered(table.location, "is no end state of", { table, columns, aim })];
}

/** An open table accepts what no row names; whether one does, only known versions tell. */
function isOpenFor(accepting: readonly ConstraintRow[], columns: readonly string[], aim: Aim): boolean {
  return accepting.length === 0 || columns.some((type) => aim.get(type) === undefined);
}

/** Whether it matches, as far as versions are known. */
function mayMatch({ cells }: ConstraintRow, aim: Aim): boolean {
  return Object.entries(cells).every(([type, cell]) => {
    const target = aim.get(type);
    return target === undefined || matchesCell(cell, target.version);
  });
}

/** Whether it matches for certain. */
function isRefused(row: ConstraintRow, { columns }: ConstraintTable, aim: Aim): boolean {
  return columns.every((type) => {
    const cell = Object.hasOwn(row.cells, type) ? row.cells[type] : undefined;
    if (cell === undefined || cell.matchers.some(({ kind }) => kind === "any")) return true;
    const target = aim.get(type);
    return target !== undefined && matchesCell(cell, target.version);
  });
}

function checkRequirement({ type, version, needs, location }: Requirement, aim: Aim): readonly Diagnostic[] {
  const own = aim.get(type);
  const needed = aim.get(needs.type);
  if (own === undefined || needed === undefined) return [];
  if (!matchesCell(version, own.version) || matchesCell(needs.version, needed.version)) return [];
  return [
    warning({
      code: "CONSTRAINTS_TARGET_UNCOVERED",
      message: `The manifest updates ${clip(type)} to ${clip(own.text)} and ${clip(needs.type)} to ${clip(needed.text)}, and the first needs ${clip(needs.type)} ${clip(needs.version.text)}`,
      hint: "Change one of the versions, or what is required.",
      location,
    }),
  ];
}

const MOST_COLUMNS_SHOWN = 6;

function uncovered(
  location: Diagnostic["location"] & object,
  what: string,
  { table, columns, aim }: { readonly table: ConstraintTable; readonly columns: readonly string[]; readonly aim: Aim },
): Diagnostic {
  const shown = columns.slice(0, MOST_COLUMNS_SHOWN).map((type) => `${clip(type)} ${clip(aim.get(type)?.text ?? "*")}`);
  const more = columns.length > MOST_COLUMNS_SHOWN ? " + …" : "";
  return warning({
    code: "CONSTRAINTS_TARGET_UNCOVERED",
    message: `What the manifest aims at, ${shown.join(" + ")}${more}, ${what} the table ${quote(table.name)}`,
    hint: "Add it to end_states if it is a working system, or change a version.",
    location,
  });
}
