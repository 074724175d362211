// How messages name the rule that refuses a combination: the table, or the row or requirement with its place in the file.

import { type SourceLocation, unreachable } from "../../base/index.js";
import type { ConstraintRow, Constraints, ConstraintTable, RefusingRule, Requirement } from "../../model/index.js";
import { printable, quoted } from "./words.js";

/** `constraints.transition_states row 2 (manifest.yaml:21) "old gateway cannot talk to new rtos"` */
export function rowText(table: ConstraintTable, row: ConstraintRow): string {
  const why = row.why === undefined ? "" : ` ${quoted(row.why)}`;
  return `${printable(table.path)}.${row.list} row ${row.number} ${placeText(row.location)}${why}`;
}

/** `component_types.rtos.requires gateway >=2.0 (manifest.yaml:12)` */
export function requirementText({ path, needs, location }: Requirement): string {
  return `${printable(path)} ${printable(needs.type)} ${printable(needs.version.text)} ${placeText(location)}`;
}

/** `table system`; with its place where the rules come from more than one file. */
export function tableText(table: ConstraintTable, constraints: Constraints): string {
  const name = `table ${printable(table.name)}`;
  return isOneFile(constraints) ? name : `${name} ${placeText(table.location)}`;
}

function isOneFile({ tables, requirements }: Constraints): boolean {
  const first = (tables[0] ?? requirements[0])?.location.file;
  return tables.every(({ location }) => location.file === first);
}

/** `(manifest.yaml:21)` */
export function placeText({ file, line }: SourceLocation): string {
  return `(${printable(fileName(file))}${line === undefined ? "" : `:${line}`})`;
}

/** Documents lie side by side, so the name is enough; the facts have the whole path. */
function fileName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1) || file;
}

/** What refuses, after a combination: `not listed in table system`, or the row itself. */
export function refusalText(rule: RefusingRule, constraints: Constraints): string {
  switch (rule.kind) {
    case "unlisted":
      return `not listed in ${tableText(rule.table, constraints)}`;
    case "row":
      return `refused by ${rowText(rule.table, rule.row)}`;
    case "requirement":
      return `refused by ${requirementText(rule.requirement)}`;
    default:
      return unreachable(rule);
  }
}

/** The rule by itself: `table ab`, or the row. */
export function ruleText(rule: RefusingRule, constraints: Constraints): string {
  switch (rule.kind) {
    case "unlisted":
      return tableText(rule.table, constraints);
    case "row":
      return rowText(rule.table, rule.row);
    case "requirement":
      return requirementText(rule.requirement);
    default:
      return unreachable(rule);
  }
}

export function locationOf(rule: RefusingRule): SourceLocation {
  switch (rule.kind) {
    case "unlisted":
      return rule.table.location;
    case "row":
      return rule.row.location;
    case "requirement":
      return rule.requirement.location;
    default:
      return unreachable(rule);
  }
}
