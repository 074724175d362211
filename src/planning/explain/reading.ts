// Tables and requirements in one form for the explanations: columns and rows, asked which combination of a box they refuse.
// What the search compiles for speed is of no use here, since an explanation needs the row.

import {
  type ConstraintRow,
  type Constraints,
  type ConstraintTable,
  isAny,
  matchesCell,
  offlineTypes,
  type RefusingRule,
  type Requirement,
} from "../../model/index.js";
import type { Patience } from "../patience.js";
import type { Row } from "./row.js";
import { MOST_ROWS, type RowBits, rowBits } from "./row-bits.js";

export type RuleSource =
  | { readonly kind: "table"; readonly table: ConstraintTable }
  | { readonly kind: "requirement"; readonly requirement: Requirement };

export interface Rule {
  readonly source: RuleSource;
  /** The component types that it speaks of and that the system has. */
  readonly types: readonly string[];
  readonly rows: readonly Row[];
  /** Types that it names `offline` for: only of these does it matter that components are under way. */
  readonly offline: readonly string[];
  /** Whether a combination that no row matches is acceptable. */
  readonly isOpen: boolean;
  /** 1 for each row whose cell in the column matches the version. */
  readonly matching: (column: number, version: string) => Uint8Array;
  /** Undefined for a rule with too many rows. */
  readonly bits: RowBits | undefined;
}

/** By component type; only the keys count. */
type Installed = ReadonlyMap<string, unknown>;

/** Reads constraints for a system; a table or requirement that it has read before is not read again. */
export interface Reading {
  /** Rules that speak of no installed type are left out. */
  readonly rulesOf: (constraints: Constraints) => readonly Rule[];
}

export function createReading(installed: Installed, patience: Patience): Reading {
  const known = new Map<ConstraintTable | Requirement, Rule | undefined>();
  return {
    rulesOf: ({ tables, requirements }) => {
      const rules: Rule[] = [];
      for (const table of tables) addRule(rules, table, () => tableRule(table, { installed, patience }));
      for (const each of requirements) addRule(rules, each, () => requirementRule(each, { installed, patience }));
      return rules;
    },
  };

  function addRule(rules: Rule[], source: ConstraintTable | Requirement, read: () => Rule | undefined): void {
    let rule = known.get(source);
    if (rule === undefined && !known.has(source)) {
      rule = read();
      known.set(source, rule);
    }
    if (rule !== undefined) rules.push(rule);
  }
}

interface Readers {
  readonly installed: Installed;
  readonly patience: Patience;
}

function tableRule(table: ConstraintTable, { installed, patience }: Readers): Rule | undefined {
  const types = table.columns.filter((type) => installed.has(type));
  if (types.length === 0) return undefined;
  const about = { source: { kind: "table", table }, types } as const;
  return new ReadRule(about, patience, () => {
    const isWhole = types.length === table.columns.length;
    const counting = isWhole ? table.rows : table.rows.filter((row) => row.acceptable || !namesAbsent(row, installed));
    return counting.map((row) => ({
      row,
      refuses: !row.acceptable,
      isEnd: row.list === "end_states",
      tests: types.map((type) => testOf(row, type)),
    }));
  });
}

/** A refusing row says nothing about a system that lacks one of its components. */
function namesAbsent(row: ConstraintRow, installed: Installed): boolean {
  return Object.entries(row.cells).some(([type, cell]) => !installed.has(type) && !isAny(cell));
}

function testOf(row: ConstraintRow, type: string): (version: string) => boolean {
  const cell = Object.hasOwn(row.cells, type) ? row.cells[type] : undefined;
  return cell === undefined ? () => true : (version) => matchesCell(cell, version);
}

/** An open table with one refusing row. */
function requirementRule(requirement: Requirement, { installed, patience }: Readers): Rule | undefined {
  const { type, version, needs } = requirement;
  if (!installed.has(type) || !installed.has(needs.type)) return undefined;
  const runs = (own: string) => matchesCell(version, own);
  const lacks = (needed: string) => !matchesCell(needs.version, needed);
  const isOwn = type === needs.type;
  const tests = isOwn ? [(own: string) => runs(own) && lacks(own)] : [runs, lacks];
  const types = isOwn ? [type] : [type, needs.type];
  const row = { row: undefined, refuses: true, isEnd: false, tests };
  return new ReadRule({ source: { kind: "requirement", requirement }, types }, patience, () => [row]);
}

/** Of many rules, only the types are ever asked for: rows are read when they are needed. */
class ReadRule implements Rule {
  readonly source: RuleSource;
  readonly types: readonly string[];
  readonly isOpen: boolean;
  readonly offline: readonly string[];
  readonly #patience: Patience;
  readonly #read: () => readonly Row[];
  readonly #known: (Map<string, Uint8Array> | undefined)[] = [];
  #rows: readonly Row[] | undefined;
  #bits: RowBits | undefined;

  constructor({ source, types }: Pick<Rule, "source" | "types">, patience: Patience, read: () => readonly Row[]) {
    this.#patience = patience;
    this.source = source;
    this.types = types;
    this.isOpen = source.kind === "requirement" || source.table.unlisted === "acceptable";
    this.offline = offlineTypes(source.kind === "table" ? source.table : source.requirement);
    this.#read = read;
  }

  get rows(): readonly Row[] {
    this.#rows ??= this.#read();
    return this.#rows;
  }

  get bits(): RowBits | undefined {
    if (this.rows.length > MOST_ROWS) return undefined;
    this.#bits ??= rowBits(this.rows, this.types.length);
    return this.#bits;
  }

  matching(column: number, version: string): Uint8Array {
    this.#patience.tick();
    const known = this.#known[column] ?? new Map<string, Uint8Array>();
    this.#known[column] = known;
    const before = known.get(version);
    if (before !== undefined) return before;
    const found = Uint8Array.from(this.rows, ({ tests }) => {
      this.#patience.tick();
      return tests[column]?.(version) === false ? 0 : 1;
    });
    known.set(version, found);
    return found;
  }
}

/** The rule in the words of the model; `row` is undefined where no row accepts the combination. */
export function refusingRuleOf({ source }: Rule, row: ConstraintRow | undefined): RefusingRule {
  if (source.kind === "requirement") return source;
  return row === undefined ? { kind: "unlisted", table: source.table } : { kind: "row", table: source.table, row };
}
