// Whether a table or a requirement takes a combination: a reading of its own, apart from the planner's and the model's, for the
// second oracle. It shares nothing with them but the documents' values.

import { satisfies, valid } from "semver";
import type { Cell, ConstraintRow, Constraints, ConstraintTable, VersionMatcher } from "../../../src/model/index.js";

export type Side = "transition" | "end";

/** What has to be true of a combination, over the types that are installed. */
export interface Judge {
  readonly columns: readonly string[];
  /** Columns that it knows the version "offline" of. */
  readonly offline: ReadonlySet<string>;
  /** Versions in the order of the columns. */
  readonly isRefused: (versions: readonly string[], side: Side) => boolean;
}

export function judgesOf({ tables, requirements }: Constraints, installed: ReadonlySet<string>): readonly Judge[] {
  const required = requirements
    .filter(({ type, needs }) => installed.has(type) && installed.has(needs.type))
    .map(
      ({ type, version, needs }): Judge => ({
        columns: type === needs.type ? [type] : [type, needs.type],
        offline: new Set(isOffline(version) ? [type] : []),
        isRefused: (versions) => takes(version, versions[0] ?? "") && !takes(needs.version, versions.at(-1) ?? ""),
      }),
    );
  return [...tables.flatMap((table) => judgeOf(table, installed)), ...required];
}

function judgeOf(table: ConstraintTable, installed: ReadonlySet<string>): readonly Judge[] {
  const columns = table.columns.filter((type) => installed.has(type));
  if (columns.length === 0) return [];
  const rows = table.rows.filter((row) => isOfUse(row, installed));
  const isRefused = (versions: readonly string[], side: Side): boolean => {
    const matching = rows.filter((row) => columns.every((type, at) => takes(row.cells[type], versions[at] ?? "")));
    if (matching.some(({ acceptable }) => !acceptable)) return true;
    if (matching.length === 0) return table.unlisted === "refused";
    return side === "end" && !matching.some(({ list }) => list === "end_states");
  };
  const offline = new Set(columns.filter((type) => table.rows.some(({ cells }) => isOffline(cells[type]))));
  return [{ columns, offline, isRefused }];
}

/** A refusing row says nothing where it speaks of a version of something that is not there. */
function isOfUse(row: ConstraintRow, installed: ReadonlySet<string>): boolean {
  if (row.acceptable) return true;
  return Object.entries(row.cells).every(([type, cell]) => installed.has(type) || isFree(cell));
}

function isOffline(cell: Cell | undefined): boolean {
  return cell?.matchers.some((matcher) => matcher.kind === "exact" && matcher.version === "offline") === true;
}

function isFree({ matchers }: Cell): boolean {
  return matchers.some(({ kind }) => kind === "any");
}

export function takes(cell: Cell | undefined, version: string): boolean {
  return cell === undefined || cell.matchers.some((matcher) => isMatch(matcher, version));
}

function isMatch(matcher: VersionMatcher, version: string): boolean {
  switch (matcher.kind) {
    case "any":
      return true;
    case "exact":
      return matcher.version === version;
    case "range":
      return valid(version) !== null && satisfies(version, matcher.range);
  }
}
