// Whether every combination that can be formed of the versions present is acceptable on the way: the box test of the safe
// reading of mixed versions. Rules are asked one by one over their own columns, so types that a rule does not speak of cost
// nothing, and whatever a table's rows decide for a whole part of the box is not walked through.

import {
  type Combination,
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  isAny,
  matchesCell,
  OFFLINE,
  offlineTypes,
  type RefusingRule,
  refusingRule,
} from "../model/index.js";
import type { Presence } from "./presence.js";

export interface Refusal {
  /** Versions of the types that the rule speaks of; identities. */
  readonly combination: Combination;
  readonly rule: RefusingRule;
}

/** The first combination of the box that is refused and lies in none of the exempt boxes; undefined where there is none. */
export function refusalIn(
  { tables, requirements }: Constraints,
  box: Presence,
  exempt: readonly Presence[],
): Refusal | undefined {
  for (const table of tables) {
    const refusal = searchTable(table, box, exempt);
    if (refusal !== undefined) return refusal;
  }
  for (const requirement of requirements) {
    const types = [requirement.type, requirement.needs.type];
    const columns = columnsOf(types, { box, exempt, offline: offlineTypes(requirement) });
    const constraints = { tables: [], requirements: [requirement] };
    const refusal = columns.length < 2 ? undefined : search({ constraints, columns, exempt, rows: [] }, new Map(), 0);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

interface Column {
  readonly type: string;
  readonly versions: readonly string[];
}

interface Search {
  readonly constraints: Constraints;
  readonly columns: readonly Column[];
  /** Boxes that the combination, as far as it is chosen, lies in. */
  readonly exempt: readonly Presence[];
  /** Rows that match it so far. */
  readonly rows: readonly ConstraintRow[];
  readonly table?: ConstraintTable;
}

function searchTable(table: ConstraintTable, box: Presence, exempt: readonly Presence[]): Refusal | undefined {
  const columns = columnsOf(table.columns, { box, exempt, offline: offlineTypes(table) });
  if (columns.length === 0) return undefined;
  const absent = table.columns.filter((type) => !box.has(type));
  const rows = table.rows.filter((row) => row.acceptable || absent.every((type) => isOpen(row, type)));
  const constraints = { tables: [table], requirements: [] };
  return search({ constraints, table, columns, exempt, rows }, new Map(), 0);
}

interface Seen {
  readonly box: Presence;
  readonly exempt: readonly Presence[];
  /** Types that the rule names `offline` for; of others it does not see it. */
  readonly offline: readonly string[];
}

/** Columns that lead out of an exempt box first: behind them the rest of that box need not be looked at. */
function columnsOf(types: readonly string[], { box, exempt, offline }: Seen): readonly Column[] {
  const columns = [...new Set(types)].flatMap((type) => {
    const versions = box.get(type);
    if (versions === undefined) return [];
    return [{ type, versions: [...versions].filter((version) => version !== OFFLINE || offline.includes(type)) }];
  });
  const leads = (column: Column) => exempt.some((each) => !isWithin(each, [column]));
  return [...columns.filter(leads), ...columns.filter((column) => !leads(column))];
}

function search(state: Search, chosen: ReadonlyMap<string, string>, depth: number): Refusal | undefined {
  const { constraints, columns, exempt, rows, table } = state;
  const rest = columns.slice(depth);
  if (exempt.some((each) => isWithin(each, rest)) || isAccepted(table, rows, rest)) return undefined;
  const [column] = rest;
  if (column === undefined) {
    const rule = refusingRule(constraints, chosen, "transition");
    return rule === undefined ? undefined : { combination: chosen, rule };
  }
  const { type } = column;
  for (const version of column.versions) {
    const narrowed = {
      ...state,
      exempt: exempt.filter((each) => each.get(type)?.has(version) === true),
      rows: rows.filter((row) => matches(row, type, version)),
    };
    const refusal = search(narrowed, new Map(chosen).set(type, version), depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function isWithin(box: Presence, columns: readonly Column[]): boolean {
  return columns.every(({ type, versions }) => versions.every((version) => box.get(type)?.has(version) === true));
}

/** Whatever is chosen for the rest: no row refuses it, and one row, or an open table, accepts it. */
function isAccepted(
  table: ConstraintTable | undefined,
  rows: readonly ConstraintRow[],
  rest: readonly Column[],
): boolean {
  if (table === undefined || rows.some(({ acceptable }) => !acceptable)) return false;
  if (table.unlisted === "acceptable") return true;
  return rows.some((row) =>
    rest.every(({ type, versions }) => versions.every((version) => matches(row, type, version))),
  );
}

function isOpen({ cells }: ConstraintRow, type: string): boolean {
  const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
  return cell === undefined || isAny(cell);
}

function matches({ cells }: ConstraintRow, type: string, version: string): boolean {
  const cell = Object.hasOwn(cells, type) ? cells[type] : undefined;
  return cell === undefined || matchesCell(cell, version);
}
