// Short words for making planning problems: what a family leaves out is what a manifest that leaves it out would say.

import type {
  Cell,
  ConstraintRow,
  ConstraintTable,
  MoveRule,
  Requirement,
  RollbackRule,
  RowList,
} from "../../../src/model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningStone, PlanningType } from "../../../src/planning/problem.js";

export const FILE = "manifest.yaml";

export const anything: Cell = { text: "*", matchers: [{ kind: "any" }] };

export function exactly(...versions: readonly string[]): Cell {
  return { text: versions.join(", "), matchers: versions.map((version) => ({ kind: "exact", version })) };
}

export function inRange(range: string): Cell {
  return { text: range, matchers: [{ kind: "range", range }] };
}

export interface RowSpec {
  readonly list: RowList;
  readonly cells: Readonly<Record<string, Cell>>;
  /** False for a refusing row. */
  readonly acceptable?: boolean;
}

export function endRow(cells: Readonly<Record<string, Cell>>): RowSpec {
  return { list: "end_states", cells };
}

export function transitionRow(cells: Readonly<Record<string, Cell>>): RowSpec {
  return { list: "transition_states", cells };
}

export function refusingRow(cells: Readonly<Record<string, Cell>>): RowSpec {
  return { list: "transition_states", cells, acceptable: false };
}

export interface TableSpec {
  readonly columns: readonly string[];
  readonly rows: readonly RowSpec[];
  readonly unlisted?: "refused" | "acceptable";
}

export interface GroupSpec {
  readonly current: string;
  readonly target: string;
  readonly count?: number;
}

export interface TypeSpec {
  readonly type: string;
  readonly groups: readonly GroupSpec[];
  readonly stones?: readonly PlanningStone[];
  readonly moves?: MoveRule;
  readonly rollback?: RollbackRule;
}

export interface ProblemSpec {
  readonly types: readonly TypeSpec[];
  readonly tables: readonly TableSpec[];
  readonly requirements?: readonly RequirementSpec[];
  readonly rules?: Partial<Pick<PlanningProblem, "ordering" | "objective" | "pointOfNoReturn" | "isRepair">>;
}

export interface RequirementSpec {
  readonly type: string;
  readonly version: Cell;
  readonly needs: { readonly type: string; readonly version: Cell };
}

export function problemOf({ types, tables, requirements = [], rules = {} }: ProblemSpec): PlanningProblem {
  return {
    groups: types.flatMap(groupsOf),
    types: types.map(typeOf),
    constraints: { tables: tables.map(tableOf), requirements: requirements.map(requirementOf) },
    ordering: "auto",
    objective: "fewest_updates",
    pointOfNoReturn: "allow",
    isRepair: false,
    spellings: new Map(),
    ...rules,
  };
}

function groupsOf({ type, groups }: TypeSpec): readonly PlanningGroup[] {
  return groups.map(({ current, target, count = 1 }) => ({ type, current, target, count, ids: [] }));
}

function typeOf({ type, stones = [], moves, rollback }: TypeSpec, position: number): PlanningType {
  return {
    type,
    position,
    order: 1,
    isManaged: true,
    stones,
    moves: moves ?? { kind: "upwards" },
    rollback: rollback ?? { kind: "supported" },
  };
}

function tableOf({ columns, rows, unlisted = "refused" }: TableSpec, index: number): ConstraintTable {
  const sorted = [
    ...rows.filter(({ list }) => list === "end_states"),
    ...rows.filter(({ list }) => list !== "end_states"),
  ];
  const numbers = { end_states: 0, transition_states: 0 };
  return {
    name: `table-${index}`,
    path: `constraints.tables[${index}]`,
    columns,
    unlisted,
    rows: sorted.map((row) => {
      numbers[row.list] += 1;
      return rowOf(row, numbers[row.list]);
    }),
    location: { file: FILE },
  };
}

function rowOf({ list, cells, acceptable = true }: RowSpec, number: number): ConstraintRow {
  return { list, number, acceptable, cells, location: { file: FILE } };
}

function requirementOf({ type, version, needs }: RequirementSpec, index: number): Requirement {
  return { type, version, needs, path: `constraints.requires[${index}]`, location: { file: FILE } };
}

/** `t000`, `t001`, … */
export function typeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `t${String(index).padStart(3, "0")}`);
}

export const OLD = "1.0.0";
export const NEW = "2.0.0";

/** One group that goes from the old version to the new one. */
export function updated(type: string, count = 1): TypeSpec {
  return { type, groups: [{ current: OLD, target: NEW, count }] };
}
