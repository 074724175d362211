// Tables and requirements in one form for the explanations: columns and rows, asked which combination of a box they refuse.
// What the search compiles for speed is of no use here, since an explanation needs the row.

import {
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  isAny,
  matchesCell,
  type RefusingRule,
  type Requirement,
} from "../../model/index.js";

export interface Row {
  readonly refuses: boolean;
  readonly isEnd: boolean;
  /** By column. */
  readonly tests: readonly ((version: string) => boolean)[];
  /** Undefined for the one row of a requirement. */
  readonly row: ConstraintRow | undefined;
}

export type RuleSource =
  | { readonly kind: "table"; readonly table: ConstraintTable }
  | { readonly kind: "requirement"; readonly requirement: Requirement };

export interface Rule {
  readonly source: RuleSource;
  /** The component types that it speaks of and that the system has. */
  readonly types: readonly string[];
  readonly rows: readonly Row[];
  /** Whether a combination that no row matches is acceptable. */
  readonly isOpen: boolean;
  /** 1 for each row whose cell in the column matches the version. */
  readonly matching: (column: number, version: string) => Uint8Array;
}

/** Rules that speak of no installed type are left out. */
export function rulesOf(constraints: Constraints, installed: ReadonlySet<string>): readonly Rule[] {
  const { tables, requirements } = constraints;
  return [
    ...tables.map((table) => tableRule(table, installed)).filter(({ types }) => types.length > 0),
    ...requirements.filter((each) => isAbout(each, installed)).map(requirementRule),
  ];
}

function isAbout({ type, needs }: Requirement, installed: ReadonlySet<string>): boolean {
  return installed.has(type) && installed.has(needs.type);
}

function tableRule(table: ConstraintTable, installed: ReadonlySet<string>): Rule {
  const types = table.columns.filter((type) => installed.has(type));
  const counting = table.rows.filter((row) => row.acceptable || !namesAbsent(row, installed));
  return withMatching({
    source: { kind: "table", table },
    types,
    isOpen: table.unlisted === "acceptable",
    rows: counting.map((row) => ({
      row,
      refuses: !row.acceptable,
      isEnd: row.list === "end_states",
      tests: types.map((type) => testOf(row, type)),
    })),
  });
}

/** A refusing row says nothing about a system that lacks one of its components. */
function namesAbsent(row: ConstraintRow, installed: ReadonlySet<string>): boolean {
  return Object.entries(row.cells).some(([type, cell]) => !installed.has(type) && !isAny(cell));
}

function testOf(row: ConstraintRow, type: string): (version: string) => boolean {
  const cell = Object.hasOwn(row.cells, type) ? row.cells[type] : undefined;
  return cell === undefined ? () => true : (version) => matchesCell(cell, version);
}

/** An open table with one refusing row. */
function requirementRule(requirement: Requirement): Rule {
  const { type, version, needs } = requirement;
  const runs = (own: string) => matchesCell(version, own);
  const lacks = (needed: string) => !matchesCell(needs.version, needed);
  const isOwn = type === needs.type;
  const tests = isOwn ? [(own: string) => runs(own) && lacks(own)] : [runs, lacks];
  return withMatching({
    source: { kind: "requirement", requirement },
    types: isOwn ? [type] : [type, needs.type],
    isOpen: true,
    rows: [{ row: undefined, refuses: true, isEnd: false, tests }],
  });
}

function withMatching(rule: Omit<Rule, "matching">): Rule {
  const known = rule.types.map(() => new Map<string, Uint8Array>());
  return { ...rule, matching };

  function matching(column: number, version: string): Uint8Array {
    const before = known[column]?.get(version);
    if (before !== undefined) return before;
    const found = new Uint8Array(rule.rows.length);
    for (const [row, { tests }] of rule.rows.entries()) found[row] = tests[column]?.(version) === false ? 0 : 1;
    known[column]?.set(version, found);
    return found;
  }
}

/** The rule in the words of the model; `row` is undefined where no row accepts the combination. */
export function refusingRuleOf({ source }: Rule, row: ConstraintRow | undefined): RefusingRule {
  if (source.kind === "requirement") return source;
  return row === undefined ? { kind: "unlisted", table: source.table } : { kind: "row", table: source.table, row };
}
