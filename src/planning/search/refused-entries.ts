// The refused entries of a product of columns → combinations of facts, the shortest ones only: a column is left out where every
// value of it is refused with the rest, or one that is always there.

import type { Task } from "./task.js";

export interface Marked {
  readonly columns: readonly number[];
  /** Values of each column, and one more for "any". */
  readonly radices: readonly number[];
  readonly product: number;
  /** By entry: the values of the columns as digits, the first column's first. Those with "any" are found out here. */
  readonly isRefused: Uint8Array;
}

interface Combination {
  /** Ascending. */
  readonly facts: readonly number[];
}

export function shortestRefused(marked: Marked, task: Task): readonly Combination[] {
  widen(marked, task);
  const { radices, isRefused } = marked;
  const found: Combination[] = [];
  forEachRefused(marked, (digits, entry) => {
    if (isShortest(entry, digits, { radices, isRefused })) found.push({ facts: factsOf(marked, digits, task) });
  });
  return found;
}

/** What is there at the start is taken out. */
export function takeInitial(marked: Marked, task: Task): readonly Combination[] {
  const found: Combination[] = [];
  forEachRefused(marked, (digits, entry) => {
    const facts = factsOf(marked, digits, task);
    if (!facts.every((fact) => task.isInitial[fact] === true)) return;
    marked.isRefused[entry] = 0;
    found.push({ facts });
  });
  return found;
}

function forEachRefused(
  { radices, product, isRefused }: Marked,
  visit: (digits: number[], entry: number) => void,
): void {
  const digits = radices.map(() => 0);
  for (let entry = 0; entry < product; entry += 1) {
    if (isRefused[entry] === 1) visit(digits, entry);
    count(digits, radices);
  }
}

/** Refused with any value of a column: with all of them, or with one that is always there. */
function widen({ columns, radices, product, isRefused }: Marked, { columns: all, isPermanent }: Task): void {
  let stride = 1;
  for (let at = 0; at < radices.length; at += 1) {
    const radix = radices[at] as number;
    const first = all[columns[at] as number]?.firstFact ?? 0;
    const line = { stride, radix, first, isPermanent };
    for (let block = 0; block < product; block += radix * stride) {
      for (let entry = block; entry < block + stride; entry += 1) {
        if (isAnyRefused(isRefused, entry, line)) isRefused[entry + (radix - 1) * stride] = 1;
      }
    }
    stride *= radix;
  }
}

interface Line {
  readonly stride: number;
  readonly radix: number;
  /** Fact of the column's first value. */
  readonly first: number;
  readonly isPermanent: readonly boolean[];
}

function isAnyRefused(isRefused: Uint8Array, entry: number, { stride, radix, first, isPermanent }: Line): boolean {
  let isAll = true;
  for (let value = 0; value < radix - 1; value += 1) {
    if (isRefused[entry + value * stride] !== 1) isAll = false;
    else if (isPermanent[first + value] === true) return true;
  }
  return isAll;
}

function factsOf({ columns, radices }: Marked, digits: readonly number[], task: Task): readonly number[] {
  const facts: number[] = [];
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits[at] as number;
    if (digit + 1 === radices[at]) continue;
    facts.push((task.columns[columns[at] as number]?.firstFact ?? 0) + digit);
  }
  return ascending(facts);
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
  { radices, isRefused }: Pick<Marked, "radices" | "isRefused">,
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
