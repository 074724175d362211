// Problems for the tests of the search, written as short as they can be.

import type {
  Cell,
  ConstraintRow,
  ConstraintTable,
  MoveRule,
  Requirement,
  RollbackRule,
} from "../../../src/model/index.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";

export interface TypeText {
  /** `current>target`, or a version alone for components that stay; several groups separated by spaces. */
  readonly groups: string;
  readonly stones?: string;
  readonly mandatory?: string;
  readonly moves?: "any" | "upwards" | readonly (readonly [string, string])[];
  readonly rollback?: RollbackRule["kind"];
  readonly order?: number;
  readonly count?: number;
}

export interface TableText {
  readonly end?: readonly Readonly<Record<string, string>>[];
  readonly transition?: readonly Readonly<Record<string, string>>[];
  readonly refused?: readonly Readonly<Record<string, string>>[];
  readonly open?: boolean;
}

export interface ProblemText extends Partial<Omit<PlanningProblem, "groups" | "types" | "constraints">> {
  readonly types: Readonly<Record<string, TypeText>>;
  readonly tables?: readonly TableText[];
  readonly requirements?: readonly Requirement[];
}

const LOCATION = { file: "manifest.yaml", line: 1, column: 1 };

export function problemOf({ types, tables = [], requirements = [], ...rest }: ProblemText): PlanningProblem {
  const entries = Object.entries(types);
  return {
    groups: entries.flatMap(([type, { groups, count = 1 }]) =>
      groups.split(" ").map((text) => {
        const [current = "", target = current] = text.split(">");
        return { type, current, target, count, ids: [] };
      }),
    ),
    types: entries.map(([type, text], position) => ({
      type,
      position,
      order: text.order ?? 1,
      isManaged: true,
      stones: [...stones(text.stones, false), ...stones(text.mandatory, true)],
      moves: moves(text.moves ?? "upwards"),
      rollback: text.rollback === "unsupported" ? { kind: "unsupported" } : { kind: "supported" },
    })),
    constraints: { tables: tables.map(tableOf), requirements },
    ordering: "auto",
    objective: "fewest_updates",
    pointOfNoReturn: "allow",
    isRepair: false,
    spellings: new Map(),
    ...rest,
  };
}

function stones(text: string | undefined, isMandatory: boolean) {
  return text === undefined ? [] : text.split(" ").map((version) => ({ version, isMandatory }));
}

function moves(rule: "any" | "upwards" | readonly (readonly [string, string])[]): MoveRule {
  if (typeof rule === "string") return { kind: rule };
  return { kind: "listed", pairs: rule.map(([from, to]) => ({ from: cell(from), to: cell(to) })) };
}

/** `*`, or alternatives separated by `|`. */
export function cell(text: string): Cell {
  if (text === "*") return { text, matchers: [{ kind: "any" }] };
  return { text, matchers: text.split("|").map((version) => ({ kind: "exact", version })) };
}

function tableOf({ end = [], transition = [], refused = [], open = false }: TableText, at: number): ConstraintTable {
  const row =
    (list: ConstraintRow["list"], acceptable: boolean) =>
    (cells: Readonly<Record<string, string>>, number: number) => ({
      list,
      number: number + 1,
      acceptable,
      cells: Object.fromEntries(Object.entries(cells).map(([type, text]) => [type, cell(text)])),
      location: LOCATION,
    });
  const rows = [
    ...end.map(row("end_states", true)),
    ...transition.map(row("transition_states", true)),
    ...refused.map(row("transition_states", false)),
  ];
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const unlisted = open ? "acceptable" : "refused";
  return { name: `table ${at + 1}`, path: `constraints.tables[${at}]`, columns, unlisted, rows, location: LOCATION };
}
