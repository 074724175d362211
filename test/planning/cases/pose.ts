// Makes a planning problem out of a small system written down in the words of a manifest and an inventory. Written from the
// definitions alone, apart from documents/ and app/, which make problems of real documents.

import {
  type Cell,
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  DEFAULT_ORDER,
  type MoveRule,
  type NoReturnRule,
  type Objective,
  type Ordering,
  type Requirement,
  type RollbackRule,
  type RowList,
  semverScheme,
  type VersionMatcher,
} from "../../../src/model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../../../src/planning/problem.js";

export type CellText = string | readonly string[];
export type PairsText = readonly (readonly [CellText, CellText])[];

export interface TypeText {
  readonly version: string;
  readonly update_strategy?: { readonly order?: number };
  readonly stepping_stones?: readonly { readonly version: string; readonly mandatory?: boolean }[];
  readonly moves?: "upwards" | "any" | PairsText;
  readonly rollback?: "supported" | "unsupported" | PairsText;
  readonly requires?: Readonly<Record<string, CellText>>;
}

export interface ComponentText {
  readonly component_type: string;
  readonly version: string;
  readonly target?: string;
  readonly count?: number;
}

/** Types and their cells; `acceptable`, `why` and `system_version` are no types. */
export type RowText = Readonly<Record<string, CellText | boolean>>;

export interface TableText {
  readonly name?: string;
  readonly unlisted?: "refused" | "acceptable";
  readonly end_states?: readonly RowText[];
  readonly transition_states?: readonly RowText[];
}

export interface RequirementText {
  readonly type: string;
  readonly version: CellText;
  readonly needs: Readonly<Record<string, CellText>>;
}

export interface ConstraintsText extends TableText {
  readonly tables?: readonly TableText[];
  readonly requires?: readonly RequirementText[];
}

export interface SystemText {
  readonly component_types: Readonly<Record<string, TypeText>>;
  readonly components: readonly ComponentText[];
  readonly constraints?: ConstraintsText;
  readonly planning?: {
    readonly ordering?: Ordering;
    readonly objective?: Objective;
    readonly point_of_no_return?: NoReturnRule;
  };
  /** As `plan --repair`. */
  readonly repair?: boolean;
}

export function poseProblem(system: SystemText): PlanningProblem {
  const { planning = {}, repair = false } = system;
  const isOrdered = Object.values(system.component_types).some((type) => type.update_strategy?.order !== undefined);
  return {
    groups: groupsOf(system),
    types: typesOf(system),
    constraints: constraintsOf(system),
    ordering: planning.ordering ?? (isOrdered ? "verify" : "auto"),
    objective: planning.objective ?? "fewest_updates",
    pointOfNoReturn: planning.point_of_no_return ?? "allow",
    isRepair: repair,
    spellings: new Map(),
  };
}

function identity(text: string): string {
  return semverScheme.canonical(text) ?? text;
}

function groupsOf({ component_types, components }: SystemText): readonly PlanningGroup[] {
  const groups = new Map<string, PlanningGroup>();
  for (const { component_type: type, version, target, count = 1 } of components) {
    const current = identity(version);
    const aim = identity(target ?? component_types[type]?.version ?? version);
    const key = JSON.stringify([type, current, aim]);
    groups.set(key, { type, current, target: aim, count: count + (groups.get(key)?.count ?? 0), ids: [] });
  }
  return [...groups.values()];
}

function typesOf({ component_types, components }: SystemText): readonly PlanningType[] {
  const named = Object.keys(component_types);
  const present = [...new Set(components.map(({ component_type }) => component_type))];
  const sorted = [
    ...named.filter((type) => present.includes(type)),
    ...present.filter((type) => !named.includes(type)),
  ];
  return sorted.map((type, position) => {
    const text = component_types[type];
    return {
      type,
      position,
      order: text?.update_strategy?.order ?? DEFAULT_ORDER,
      isManaged: text !== undefined,
      stones: (text?.stepping_stones ?? []).map(({ version, mandatory = false }) => ({
        version: identity(version),
        isMandatory: mandatory,
      })),
      moves: movesOf(text?.moves ?? "upwards"),
      rollback: rollbackOf(text?.rollback ?? "supported"),
    };
  });
}

function movesOf(text: "upwards" | "any" | PairsText): MoveRule {
  return typeof text === "string" ? { kind: text } : { kind: "listed", pairs: pairsOf(text) };
}

function rollbackOf(text: "supported" | "unsupported" | PairsText): RollbackRule {
  return typeof text === "string" ? { kind: text } : { kind: "listed", pairs: pairsOf(text) };
}

function pairsOf(pairs: PairsText) {
  return pairs.map(([from, to]) => ({ from: cellOf(from), to: cellOf(to) }));
}

export function cellOf(text: CellText): Cell {
  const texts = typeof text === "string" ? [text] : text;
  return { text: texts.join(", "), matchers: texts.map(matcherOf) };
}

function matcherOf(text: string): VersionMatcher {
  if (text === "*") return { kind: "any" };
  const version = semverScheme.canonical(text);
  if (version !== undefined) return { kind: "exact", version };
  return semverScheme.range(text) === undefined ? { kind: "exact", version: text } : { kind: "range", range: text };
}

function constraintsOf({ component_types, constraints = {} }: SystemText): Constraints {
  const tables = [...(hasRows(constraints) ? [{ name: "system", ...constraints }] : []), ...(constraints.tables ?? [])];
  const ofTypes = Object.entries(component_types).flatMap(([type, { requires = {}, version }]) =>
    requirementsOf({ type, version, needs: requires }, `component_types.${type}.requires`),
  );
  const listed = constraints.requires ?? [];
  return {
    tables: tables.map(tableOf),
    requirements: [
      ...ofTypes,
      ...listed.flatMap((each, index) => requirementsOf(each, `constraints.requires[${index}]`)),
    ],
  };
}

function hasRows({ end_states, transition_states }: TableText): boolean {
  return end_states !== undefined || transition_states !== undefined;
}

const LOCATION = { file: "manifest.yaml", line: 1, column: 1 };
const NO_TYPES: ReadonlySet<string> = new Set(["acceptable", "why", "system_version"]);

function tableOf({ name, unlisted = "refused", ...lists }: TableText, index: number): ConstraintTable {
  const rows = [...rowsOf("end_states", lists.end_states), ...rowsOf("transition_states", lists.transition_states)];
  return {
    name: name ?? `table ${index + 1}`,
    path: `constraints.tables[${index}]`,
    columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))],
    unlisted,
    rows,
    location: LOCATION,
  };
}

function rowsOf(list: RowList, rows: readonly RowText[] = []): readonly ConstraintRow[] {
  return rows.map((row, index) => {
    const cells = Object.entries(row).flatMap(([type, text]) =>
      NO_TYPES.has(type) || typeof text === "boolean" ? [] : [[type, cellOf(text)] as const],
    );
    const acceptable = row["acceptable"] !== false;
    return { list, number: index + 1, acceptable, cells: Object.fromEntries(cells), location: LOCATION };
  });
}

function requirementsOf({ type, version, needs }: RequirementText, path: string): readonly Requirement[] {
  return Object.entries(needs).map(([other, needed]) => ({
    type,
    version: cellOf(version),
    needs: { type: other, version: cellOf(needed) },
    path,
    location: LOCATION,
  }));
}
