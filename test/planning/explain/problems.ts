// Planning problems in a few words, with a place for every row, as documents/ would make them of a manifest.

import { processorMilliseconds } from "../../../bench/planning/samples.js";
import {
  type Cell,
  type ConstraintRow,
  type ConstraintTable,
  identityOf,
  type MoveRule,
  type RollbackRule,
  type RowList,
  semverScheme,
  type VersionMatcher,
} from "../../../src/model/index.js";
import type { PlanningBudget, PlanningProblem, PlanningType } from "../../../src/planning/index.js";

export interface TypeInput {
  readonly from: string;
  readonly to: string;
  readonly count?: number;
  readonly ids?: readonly string[];
  readonly order?: number;
  readonly stones?: readonly (string | { readonly version: string; readonly isMandatory: boolean })[];
  readonly moves?: MoveRule;
  readonly rollback?: RollbackRule;
  readonly isManaged?: boolean;
  /** Further groups of the type. */
  readonly also?: readonly {
    readonly from: string;
    readonly to?: string;
    readonly count?: number;
    readonly ids?: readonly string[];
  }[];
}

/** Versions by type, or with `acceptable` and `why`; `line` where the place matters. */
export interface RowInput {
  readonly cells: Readonly<Record<string, string>>;
  readonly acceptable?: boolean;
  readonly why?: string;
  readonly line?: number;
}

export interface TableInput {
  readonly name?: string;
  readonly path?: string;
  readonly file?: string;
  readonly line?: number;
  readonly isOpen?: boolean;
  readonly columns?: readonly string[];
  readonly end?: readonly (RowInput | RowInput["cells"])[];
  readonly transition?: readonly (RowInput | RowInput["cells"])[];
}

export interface RequirementInput {
  readonly type: string;
  readonly version: string;
  readonly needs: readonly [string, string];
  readonly path?: string;
  readonly line?: number;
}

export interface ProblemInput extends Partial<Omit<PlanningProblem, "groups" | "types" | "constraints" | "spellings">> {
  readonly system: Readonly<Record<string, TypeInput>>;
  readonly tables?: readonly TableInput[];
  readonly requirements?: readonly RequirementInput[];
}

export function problemOf({ system, tables = [], requirements = [], ...rest }: ProblemInput): PlanningProblem {
  const entries = Object.entries(system);
  return {
    groups: entries.flatMap(([type, input]) => groupsOf(type, input)),
    types: entries.map(([type, input], position) => typeOf(type, input, position)),
    constraints: {
      tables: tables.map(tableOf),
      requirements: requirements.map(({ type, version, needs: [other, range], path, line = 5 }) => ({
        type,
        version: cellOf(version),
        needs: { type: other, version: cellOf(range) },
        path: path ?? `component_types.${type}.requires`,
        location: { file: "manifest.yaml", line },
      })),
    },
    ordering: "auto",
    objective: "fewest_updates",
    pointOfNoReturn: "allow",
    isRepair: false,
    spellings: new Map(entries.map(([type, input]) => [type, spellingsOf(input)])),
    ...rest,
  };
}

export const PLENTY: PlanningBudget = { milliseconds: 10_000, now: processorMilliseconds };

function groupsOf(type: string, { from, to, count = 1, ids = [], also = [] }: TypeInput) {
  const first = { type, current: identity(from), target: identity(to), count, ids };
  const others = also.map((group) => ({
    type,
    current: identity(group.from),
    target: identity(group.to ?? to),
    count: group.count ?? 1,
    ids: group.ids ?? [],
  }));
  return [first, ...others];
}

function typeOf(type: string, input: TypeInput, position: number): PlanningType {
  return {
    type,
    position,
    order: input.order ?? 1,
    isManaged: input.isManaged ?? true,
    stones: (input.stones ?? []).map((stone) =>
      typeof stone === "string"
        ? { version: identity(stone), isMandatory: false }
        : { version: identity(stone.version), isMandatory: stone.isMandatory },
    ),
    moves: input.moves ?? { kind: "upwards" },
    rollback: input.rollback ?? { kind: "supported" },
  };
}

function spellingsOf({ from, to, stones = [], also = [] }: TypeInput): ReadonlyMap<string, string> {
  const words = [
    from,
    ...also.map((group) => group.from),
    ...stones.map((s) => (typeof s === "string" ? s : s.version)),
    to,
  ];
  return new Map(words.map((word) => [identity(word), word]));
}

function tableOf(input: TableInput, index: number): ConstraintTable {
  const { name = "system", file = "manifest.yaml", line = 14, isOpen = false, end = [], transition = [] } = input;
  const rows = [
    ...rowsOf(end, "end_states", { file, line }),
    ...rowsOf(transition, "transition_states", { file, line }),
  ];
  const named = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  return {
    name,
    path: input.path ?? (name === "system" ? "constraints" : `constraints.tables[${index}]`),
    columns: input.columns ?? named,
    unlisted: isOpen ? "acceptable" : "refused",
    rows,
    location: { file, line },
  };
}

function rowsOf(
  inputs: readonly (RowInput | RowInput["cells"])[],
  list: RowList,
  place: { readonly file: string; readonly line: number },
): readonly ConstraintRow[] {
  return inputs.map((input, index) => {
    const row = isRow(input) ? input : { cells: input };
    const line = row.line ?? place.line + 1 + index;
    return {
      list,
      number: index + 1,
      acceptable: row.acceptable ?? true,
      cells: Object.fromEntries(Object.entries(row.cells).map(([type, text]) => [type, cellOf(text)])),
      ...(row.why !== undefined && { why: row.why }),
      location: { file: place.file, line },
    };
  });
}

function isRow(input: RowInput | RowInput["cells"]): input is RowInput {
  return typeof input.cells === "object";
}

/** `*`, `v1|v2`, a range, or a version. */
export function cellOf(text: string): Cell {
  return { text, matchers: text.split("|").map(matcherOf) };
}

function matcherOf(text: string): VersionMatcher {
  if (text === "*") return { kind: "any" };
  if (semverScheme.canonical(text) === undefined && semverScheme.range(text) !== undefined) {
    return { kind: "range", range: text };
  }
  return { kind: "exact", version: identity(text) };
}

export function identity(text: string): string {
  return identityOf(semverScheme, text);
}
