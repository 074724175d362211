// Tables and requirements → refused combinations of facts ("this type shows this version"), the shortest ones only: a column
// is left out where every value of it is refused with the rest. What is always there is evaluated away. Tables whose product
// is too large stay row sets, and are asked box by box.

import type { PlanningProblem } from "../problem.js";
import { type Box, hasRefused } from "./box.js";
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

export function compile(problem: PlanningProblem, task: Task): Compiled {
  const compiler = new Compiler(task, problem.isRepair);
  problem.constraints.tables.forEach((table, index) => {
    const sets = tableSets(table, task);
    if (sets !== undefined) compiler.add(sets, { kind: "table", index });
  });
  problem.constraints.requirements.forEach((requirement, index) => {
    const sets = requirementSets(requirement, task);
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
    if (this.#isRepair) this.#tolerateInitial({ sets, rule, radices, product }, isRefused);
    this.#widen(sets, radices, isRefused);
    forEachShortest(radices, isRefused, (digits) => {
      this.#push(this.refused, { facts: this.#factsOf(sets, digits, radices), rule });
    });
  }

  #tolerateInitial({ sets, rule, radices }: Product, isRefused: Uint8Array): void {
    for (let entry = 0; entry < isRefused.length; entry += 1) {
      if (isRefused[entry] !== 1) continue;
      const facts = this.#factsOf(sets, digitsOf(entry, radices), radices);
      if (!facts.every((fact) => this.#task.isInitial[fact] === true)) continue;
      isRefused[entry] = 0;
      this.tolerated.push({ facts, rule });
    }
  }

  /** Refused with any value of a column: with all of them, or with one that is always there. */
  #widen(sets: RowSets, radices: readonly number[], isRefused: Uint8Array): void {
    let stride = 1;
    for (const [at, radix] of radices.entries()) {
      const first = this.#task.columns[sets.columns[at] ?? 0]?.firstFact ?? 0;
      const any = (radix - 1) * stride;
      for (let entry = 0; entry < isRefused.length; entry += 1) {
        if (Math.floor(entry / stride) % radix !== 0) continue;
        let isAll = true;
        let isAlways = false;
        for (let value = 0; value < radix - 1; value += 1) {
          if (isRefused[entry + value * stride] !== 1) isAll = false;
          else if (this.#task.isPermanent[first + value] === true) isAlways = true;
        }
        if (isAll || isAlways) isRefused[entry + any] = 1;
      }
      stride *= radix;
    }
  }

  #factsOf(sets: RowSets, digits: readonly number[], radices: readonly number[]): number[] {
    const facts: number[] = [];
    for (const [at, digit] of digits.entries()) {
      if (digit + 1 === radices[at]) continue;
      facts.push((this.#task.columns[sets.columns[at] ?? 0]?.firstFact ?? 0) + digit);
    }
    return facts.sort((a, b) => a - b);
  }

  #push(list: Refused[], refused: Refused): void {
    const { facts } = refused;
    const key = facts.length === 2 ? (facts[0] ?? 0) * this.#task.isInitial.length + (facts[1] ?? 0) : facts.join();
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    list.push(refused);
  }
}

interface Product {
  readonly sets: RowSets;
  readonly rule: RuleRef;
  /** Values of each column, and one more for "any". */
  readonly radices: readonly number[];
  readonly product: number;
}

/** Marks the refused combinations, sharing the rows that match the first columns. */
class Marks {
  hasAny = false;
  readonly #sets: RowSets;
  readonly #radices: readonly number[];
  readonly #isRefused: Uint8Array;
  readonly #rows: Int32Array[];

  constructor(sets: RowSets, radices: readonly number[], isRefused: Uint8Array) {
    this.#sets = sets;
    this.#radices = radices;
    this.#isRefused = isRefused;
    this.#rows = Array.from({ length: radices.length + 1 }, () => new Int32Array(sets.words).fill(-1));
  }

  markAll(): void {
    this.#mark(0, 0, 1);
  }

  #mark(column: number, entry: number, stride: number): void {
    const radix = this.#radices[column];
    if (radix === undefined) {
      this.#judge(entry);
      return;
    }
    const { words, sets } = this.#sets;
    const rows = this.#rows[column];
    const next = this.#rows[column + 1];
    const set = sets[column];
    if (rows === undefined || next === undefined || set === undefined) return;
    for (let value = 0; value < radix - 1; value += 1) {
      for (let word = 0; word < words; word += 1) next[word] = (rows[word] ?? 0) & (set[value * words + word] ?? 0);
      this.#mark(column + 1, entry + value * stride, stride * radix);
    }
  }

  #judge(entry: number): void {
    const { refusing, accepting, isOpen } = this.#sets;
    const rows = this.#rows[this.#radices.length];
    if (rows === undefined) return;
    const isRefused = meets(rows, refusing) || !(isOpen || meets(rows, accepting));
    if (!isRefused) return;
    this.#isRefused[entry] = 1;
    this.hasAny = true;
  }
}

function meets(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < a.length; word += 1) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
}

function digitsOf(entry: number, radices: readonly number[]): number[] {
  let rest = entry;
  return radices.map((radix) => {
    const digit = rest % radix;
    rest = (rest - digit) / radix;
    return digit;
  });
}

function forEachShortest(
  radices: readonly number[],
  isRefused: Uint8Array,
  visit: (digits: readonly number[]) => void,
): void {
  for (let entry = 0; entry < isRefused.length; entry += 1) {
    if (isRefused[entry] !== 1) continue;
    const digits = digitsOf(entry, radices);
    if (isShortest(entry, { digits, radices, isRefused })) visit(digits);
  }
}

function isShortest(
  entry: number,
  {
    digits,
    radices,
    isRefused,
  }: { readonly digits: readonly number[]; readonly radices: readonly number[]; readonly isRefused: Uint8Array },
): boolean {
  let stride = 1;
  for (const [at, digit] of digits.entries()) {
    const radix = radices[at] ?? 1;
    if (digit + 1 < radix && isRefused[entry + (radix - 1 - digit) * stride] === 1) return false;
    stride *= radix;
  }
  return true;
}
