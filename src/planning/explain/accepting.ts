// The same problem with some combinations accepted, or with some of its restrictions only: what explanations ask "and then?" of.

import type {
  Cell,
  ConstraintRow,
  Constraints,
  ConstraintTable,
  Requirement,
  VersionedType,
} from "../../model/index.js";
import { matchesCell, OFFLINE, offlineTypes } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";

/** Version identities; a type that is not named may have any version. */
export type Accepted = readonly VersionedType[];

/** Every rule accepts these combinations, in transition at least. */
export function accepting(problem: PlanningProblem, combinations: readonly Accepted[]): PlanningProblem {
  const known = knownVersions(problem);
  const constraints = combinations.reduce((before, accepted) => relaxed(before, accepted, known), problem.constraints);
  return { ...problem, constraints };
}

type KnownVersions = ReadonlyMap<string, readonly string[]>;

/** All that a component of the type can ever report. */
function knownVersions({ groups, types }: PlanningProblem): KnownVersions {
  const known = new Map<string, Set<string>>();
  for (const { type, stones } of types) known.set(type, new Set(stones.map(({ version }) => version)));
  for (const { type, current, target } of groups) known.get(type)?.add(current).add(target);
  return new Map([...known].map(([type, versions]) => [type, [...versions]]));
}

function relaxed({ tables, requirements }: Constraints, accepted: Accepted, known: KnownVersions): Constraints {
  const isTouched = (rule: ConstraintTable | Requirement, types: readonly string[]) =>
    accepted.every(
      ({ type, version }) => types.includes(type) && (version !== OFFLINE || offlineTypes(rule).includes(type)),
    );
  const isMet = (each: Requirement) => !isTouched(each, [each.type, each.needs.type]);
  const accept = (table: ConstraintTable) => tableWith(table, accepted, knownTo(table, known));
  return {
    tables: [
      ...tables.map((table) => (isTouched(table, table.columns) ? accept(table) : table)),
      ...requirements.filter((each) => !isMet(each)).map((each) => accept(tableOf(each, knownTo(each, known)))),
    ],
    requirements: requirements.filter(isMet),
  };
}

/** With `offline`, of the types that the rule names it for. */
function knownTo(rule: ConstraintTable | Requirement, known: KnownVersions): KnownVersions {
  const offline = offlineTypes(rule);
  if (offline.length === 0) return known;
  return new Map([...known].map(([type, all]) => [type, offline.includes(type) ? [...all, OFFLINE] : all]));
}

function tableWith(table: ConstraintTable, accepted: Accepted, known: KnownVersions): ConstraintTable {
  const rows = table.rows.flatMap((row) => (row.acceptable ? [row] : without(row, accepted, known)));
  if (table.unlisted === "acceptable") return { ...table, rows };
  const cells = Object.fromEntries(accepted.map(({ type, version }) => [type, exactly([version])]));
  const { location } = table;
  return { ...table, rows: [...rows, { list: "transition_states", number: 0, acceptable: true, cells, location }] };
}

/** A refusing row, but for one combination: split by the first type that differs from it. */
function without(row: ConstraintRow, accepted: Accepted, known: KnownVersions): readonly ConstraintRow[] {
  const cellOf = (type: string) => (Object.hasOwn(row.cells, type) ? row.cells[type] : undefined);
  const matches = (type: string, version: string) => {
    const cell = cellOf(type);
    return cell === undefined || matchesCell(cell, version);
  };
  if (!accepted.every(({ type, version }) => matches(type, version))) return [row];
  return accepted.flatMap(({ type, version }) => {
    const others = (known.get(type) ?? []).filter((other) => other !== version && matches(type, other));
    return others.length === 0 ? [] : [{ ...row, cells: { ...row.cells, [type]: exactly(others) } }];
  });
}

function exactly(versions: readonly string[]): Cell {
  return { text: versions.join(", "), matchers: versions.map((version) => ({ kind: "exact", version })) };
}

/** An open table that refuses what the requirement refuses. */
function tableOf({ type, version, needs, path, location }: Requirement, known: KnownVersions): ConstraintTable {
  const lacking = (known.get(needs.type) ?? []).filter((needed) => !matchesCell(needs.version, needed));
  const own = (known.get(type) ?? []).filter((each) => matchesCell(version, each));
  const cells =
    type === needs.type
      ? { [type]: exactly(own.filter((each) => lacking.includes(each))) }
      : { [type]: exactly(own), [needs.type]: exactly(lacking) };
  const row: ConstraintRow = { list: "transition_states", number: 1, acceptable: false, cells, location };
  const rows = Object.values(cells).every(({ matchers }) => matchers.length > 0) ? [row] : [];
  return { name: path, path, columns: Object.keys(cells), unlisted: "acceptable", rows, location };
}
