// Tables and requirements → refused combinations of facts ("this type shows this version"), the shortest ones only: a column
// is left out where every value of it is refused with the rest. What is always there is evaluated away. Tables whose product
// is too large stay row sets, and are asked box by box.

import type { PlanningProblem } from "../problem.js";
import { type Box, hasRefused } from "./box.js";
import { Marks } from "./marks.js";
import { type PairJudgement, PairTables } from "./pair-table.js";
import type { Clock } from "./part.js";
import { type RowSets, requirementSets, tableSets } from "./row-sets.js";
import type { Task } from "./task.js";

/** Where a refused combination comes from: an index in the problem's tables or requirements. */
export interface RuleRef {
  readonly kind: "table" | "requirement";
  readonly index: number;
}

export interface Refused {
  /** Ascending. */
  readonly facts: readonly number[];
  readonly rule: RuleRef;
}

export interface WideTable {
  readonly sets: RowSets;
  readonly rule: RuleRef;
}

export interface Compiled {
  /** May never be visible. Empty `facts`: always visible. */
  readonly refused: readonly Refused[];
  /** Repair only: not acceptable, but there at the start; may be visible only while it still is there. */
  readonly tolerated: readonly Refused[];
  readonly wide: readonly WideTable[];
  readonly isStartAcceptable: boolean;
  readonly isTargetAcceptable: boolean;
}

/** Entries of the product of a table's columns, "any" included. */
const MAX_PRODUCT = 20_000;

export function compile(problem: PlanningProblem, task: Task, clock: Clock): Compiled {
  const compiler = new Compiler(task, problem.isRepair);
  const pairs = new PairTables(task);
  problem.constraints.tables.forEach((table, index) => {
    clock.tick();
    const judgement = pairs.judge(table);
    if (judgement !== undefined) {
      compiler.addPair(judgement, { kind: "table", index });
      return;
    }
    const sets = tableSets(table, task, clock);
    if (sets !== undefined) compiler.add(sets, { kind: "table", index });
  });
  problem.constraints.requirements.forEach((requirement, index) => {
    const sets = requirementSets(requirement, task, clock);
    if (sets !== undefined) compiler.add(sets, { kind: "requirement", index });
  });
  return compiler;
}

class Compiler implements Compiled {
  readonly refused: Refused[] = [];
  readonly tolerated: Refused[] = [];
  readonly wide: WideTable[] = [];
  isStartAcceptable = true;
  isTargetAcceptable = true;
  readonly #task: Task;
  readonly #isRepair: boolean;
  readonly #seen = new Set<number | string>();

  constructor(task: Task, isRepair: boolean) {
    this.#task = task;
    this.#isRepair = isRepair;
  }

  add(sets: RowSets, rule: RuleRef): void {
    this.#checkEnds(sets);
    const radices = sets.columns.map((column) => (this.#task.columns[column]?.values.length ?? 0) + 1);
    const product = radices.reduce((all, radix) => all * radix, 1);
    if (product > MAX_PRODUCT) this.wide.push({ sets, rule });
    else this.#addProduct({ sets, rule, radices, product });
  }

  addPair({ columns, radices, ...judgement }: PairJudgement, rule: RuleRef): void {
    if (judgement.isStartRefused) this.isStartAcceptable = false;
    if (judgement.isTargetRefused) this.isTargetAcceptable = false;
    if (!judgement.hasRefused) return;
    this.#addRefused({ columns, radices, rule, product: radices[0] * radices[1] }, judgement.isRefused);
  }

  #checkEnds(sets: RowSets): void {
    const box = (nodeOf: "start" | "goal"): Box =>
      sets.columns.map((column) => {
        const { groups = [], firstFact = 0 } = this.#task.columns[column] ?? {};
        const values = groups.map((at) => {
          const group = this.#task.groups[at];
          return (group?.facts[nodeOf === "start" ? 0 : group.goal] ?? 0) - firstFact;
        });
        return values.length === 1 ? values : [...new Set(values)];
      });
    if (this.isStartAcceptable && hasRefused(sets, box("start"), "transition")) {
      this.isStartAcceptable = false;
    }
    if (this.isTargetAcceptable && hasRefused(sets, box("goal"), "end")) {
      this.isTargetAcceptable = false;
    }
  }

  #addProduct({ sets, rule, radices, product }: Product): void {
    const isRefused = new Uint8Array(product);
    const marks = new Marks(sets, radices, isRefused);
    marks.markAll();
    if (!marks.hasAny) return;
    this.#addRefused({ columns: sets.columns, radices, rule, product }, isRefused);
  }

  #addRefused(marked: Marked, isRefused: Uint8Array): void {
    if (this.#isRepair) this.#tolerateInitial(marked, isRefused);
    this.#widen(marked, isRefused);
    const { radices, rule, product } = marked;
    const digits = radices.map(() => 0);
    for (let entry = 0; entry < product; entry += 1) {
      if (isRefused[entry] === 1 && isShortest(entry, digits, { radices, isRefused }))
        this.#push(this.refused, { facts: this.#factsOf(marked, digits), rule });
      count(digits, radices);
    }
  }

  #tolerateInitial(marked: Marked, isRefused: Uint8Array): void {
    const digits = marked.radices.map(() => 0);
    for (let entry = 0; entry < marked.product; entry += 1) {
      if (isRefused[entry] === 1) {
        const facts = this.#factsOf(marked, digits);
        if (facts.every((fact) => this.#task.isInitial[fact] === true)) {
          isRefused[entry] = 0;
          this.tolerated.push({ facts, rule: marked.rule });
        }
      }
      count(digits, marked.radices);
    }
  }

  /** Refused with any value of a column: with all of them, or with one that is always there. */
  #widen({ columns, radices, product }: Marked, isRefused: Uint8Array): void {
    let stride = 1;
    for (let at = 0; at < radices.length; at += 1) {
      const radix = radices[at] as number;
      const first = this.#task.columns[columns[at] as number]?.firstFact ?? 0;
      for (let block = 0; block < product; block += radix * stride) {
        for (let entry = block; entry < block + stride; entry += 1) {
          if (this.#isAnyRefused(isRefused, entry, { stride, radix, first }))
            isRefused[entry + (radix - 1) * stride] = 1;
        }
      }
      stride *= radix;
    }
  }

  #isAnyRefused(
    isRefused: Uint8Array,
    entry: number,
    { stride, radix, first }: { readonly stride: number; readonly radix: number; readonly first: number },
  ): boolean {
    let isAll = true;
    for (let value = 0; value < radix - 1; value += 1) {
      if (isRefused[entry + value * stride] !== 1) isAll = false;
      else if (this.#task.isPermanent[first + value] === true) return true;
    }
    return isAll;
  }

  #factsOf({ columns, radices }: Marked, digits: readonly number[]): number[] {
    const facts: number[] = [];
    for (let at = 0; at < digits.length; at += 1) {
      const digit = digits[at] as number;
      if (digit + 1 === radices[at]) continue;
      facts.push((this.#task.columns[columns[at] as number]?.firstFact ?? 0) + digit);
    }
    return ascending(facts);
  }

  #push(list: Refused[], refused: Refused): void {
    const { facts } = refused;
    const key = facts.length === 2 ? (facts[0] ?? 0) * this.#task.isInitial.length + (facts[1] ?? 0) : facts.join();
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    list.push(refused);
  }
}

interface Marked {
  readonly columns: readonly number[];
  /** Values of each column, and one more for "any". */
  readonly radices: readonly number[];
  readonly product: number;
  readonly rule: RuleRef;
}

interface Product {
  readonly sets: RowSets;
  readonly rule: RuleRef;
  /** Values of each column, and one more for "any". */
  readonly radices: readonly number[];
  readonly product: number;
}

/** Very few, very often. */
function ascending(facts: number[]): number[] {
  const [one, other] = facts;
  if (facts.length > 2) return facts.sort((a, b) => a - b);
  return one !== undefined && other !== undefined && one > other ? [other, one] : facts;
}

/** The digits of the next entry. */
function count(digits: number[], radices: readonly number[]): void {
  for (let at = 0; at < digits.length; at += 1) {
    const digit = (digits[at] as number) + 1;
    if (digit < (radices[at] as number)) {
      digits[at] = digit;
      return;
    }
    digits[at] = 0;
  }
}

/** None of its values could as well be any. */
function isShortest(
  entry: number,
  digits: readonly number[],
  { radices, isRefused }: { readonly radices: readonly number[]; readonly isRefused: Uint8Array },
): boolean {
  let stride = 1;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits[at] as number;
    const radix = radices[at] as number;
    if (digit + 1 < radix && isRefused[entry + (radix - 1 - digit) * stride] === 1) return false;
    stride *= radix;
  }
  return true;
}
