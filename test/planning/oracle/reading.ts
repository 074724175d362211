// The oracle's reading of tables and requirements: one combination at a time, as a person would look it up. Apart from the
// planner's reading and the verifier's, so that one mistake is not made three times.

import semver from "semver";
import type { Cell, ConstraintRow, Constraints, ConstraintTable, Requirement } from "../../../src/model/index.js";

/** Version identities by component type; types without components are missing. */
export type Picked = ReadonlyMap<string, string>;
export type Side = "transition" | "end";

/** One table or requirement: the types it speaks of that have components, and what it says of a pick for them. */
export interface Law {
  readonly columns: readonly string[];
  /** Types that it says "offline" of: of the others, it does not care whether they are. */
  readonly offline: readonly string[];
  accepts(picked: Picked, side: Side): boolean;
}

export function lawsOf({ tables, requirements }: Constraints, installed: readonly string[]): readonly Law[] {
  return [
    ...tables.map((table) => lawOfTable(table, installed)),
    ...requirements.map((requirement) => lawOfRequirement(requirement, installed)),
  ].filter(({ columns }) => columns.length > 0);
}

function lawOfTable(table: ConstraintTable, installed: readonly string[]): Law {
  return {
    columns: installed.filter((type) => table.rows.some((row) => row.cells[type] !== undefined)),
    offline: installed.filter((type) => table.rows.some(({ cells }) => saysOffline(cells[type]))),
    accepts(picked, side) {
      const matching = table.rows.filter((row) => rowFits(row, picked));
      if (matching.some((row) => row.acceptable === false)) return false;
      if (matching.length === 0) return table.unlisted === "acceptable";
      return side === "transition" || matching.some((row) => row.list === "end_states");
    },
  };
}

function rowFits(row: ConstraintRow, picked: Picked): boolean {
  for (const [type, cell] of Object.entries(row.cells)) {
    const version = picked.get(type);
    if (version !== undefined) {
      if (!cellFits(cell, version)) return false;
    } else if (!row.acceptable && !cell.text.split(", ").includes("*")) {
      return false; // Nobody is there to have that version.
    }
  }
  return true;
}

function lawOfRequirement({ type, version, needs }: Requirement, installed: readonly string[]): Law {
  const isThere = installed.includes(type) && installed.includes(needs.type);
  return {
    columns: isThere ? [type, needs.type] : [],
    offline: saysOffline(version) ? [type] : [],
    accepts(picked) {
      if (!cellFits(version, picked.get(type) ?? "")) return true;
      return cellFits(needs.version, picked.get(needs.type) ?? "");
    },
  };
}

function saysOffline(cell: Cell | undefined): boolean {
  return cell?.text.split(", ").includes("offline") === true;
}

/** By what the author wrote, alternative by alternative. */
export function cellFits(cell: Cell, version: string): boolean {
  return cell.text.split(", ").some((text) => textFits(text, version));
}

const answers = new Map<string, boolean>();

function textFits(text: string, version: string): boolean {
  const key = `${text}\n${version}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const fits = text === "*" || plain(text) === plain(version) || isInRange(text, version);
  answers.set(key, fits);
  return fits;
}

function isInRange(text: string, version: string): boolean {
  if (isVersion(text) || !isVersion(version) || semver.validRange(text) === null) return false;
  return semver.satisfies(plain(version), text);
}

function isVersion(text: string): boolean {
  return /^v?\d+(\.\d+){0,2}([-+].*)?$/.test(text);
}

/** `v2`, `2` and `2.0.0` are one version. */
function plain(text: string): string {
  if (!isVersion(text)) return text;
  const [numbers = "", ...rest] = text.replace(/^v/, "").split(/(?=[-+])/);
  const parts = [...numbers.split("."), "0", "0"].slice(0, 3);
  return parts.map(Number).join(".") + rest.join("");
}

/** Negative where `one` is older, undefined where the two cannot be compared. */
export function age(one: string, other: string): number | undefined {
  return isVersion(one) && isVersion(other) ? semver.compare(plain(one), plain(other)) : undefined;
}
