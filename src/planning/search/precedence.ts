// Precedence of single moves. Plain precedences alone are a longest path; "some of these before that one" is still solved by
// the earliest start of everything. Both give bounds for the rest, in which literals are dropped that would close a cycle.

import { isMet, type Schedule, type Waiting } from "./schedule.js";

export class Precedence {
  readonly size: number;
  /** Plain precedences, by group. */
  readonly #after: number[][];
  /** How many plain precedences a group waits for. */
  readonly #waitCounts: Int32Array;
  readonly waits: Waiting[] = [];
  isImpossible = false;

  constructor(size: number, waits: readonly Waiting[]) {
    this.size = size;
    this.#after = Array.from({ length: size }, () => []);
    this.#waitCounts = new Int32Array(size);
    for (const wait of waits) this.#add(wait);
    if (!this.isImpossible) this.#simplify();
  }

  #add(wait: Waiting): void {
    const { before, after } = wait;
    const [one] = before;
    const [other] = after;
    if (one === undefined || other === undefined) this.isImpossible = true;
    else if (before.length === 1 && after.length === 1) this.#precede(one, other);
    else this.waits.push(wait);
  }

  #precede(one: number, other: number): void {
    (this.#after[one] as number[]).push(other);
    this.#waitCounts[other] = (this.#waitCounts[other] as number) + 1;
  }

  get plain(): readonly (readonly number[])[] {
    return this.#after;
  }

  /**
   * The earliest batch of every group, none before its release; undefined where some never can start. It respects all that
   * waits for one group alone, so it is a lower bound, and a plan wherever `isSatisfied`.
   */
  earliest(release?: Int32Array): Schedule | undefined {
    return earliestStart({ size: this.size, after: this.#after, counts: this.#waitCounts, waits: this.waits }, release);
  }

  /** By group: how many batches come after its own at least; undefined where that has no end. */
  tails(): Schedule | undefined {
    const after: number[][] = Array.from({ length: this.size }, () => []);
    const counts = new Int32Array(this.size);
    this.#after.forEach((list, one) => {
      counts[one] = list.length;
      for (const other of list) (after[other] as number[]).push(one);
    });
    const waits = this.waits.map(({ before, after: later }) => ({ before: later, after: before }));
    return earliestStart({ size: this.size, after, counts, waits }, undefined);
  }

  isSatisfied(schedule: Schedule): boolean {
    return this.waits.every((wait) => isMet(wait, schedule));
  }

  /** Drops what cannot be, or is so anyway, as far as plain precedences tell. */
  #simplify(): void {
    while (this.waits.length > 0 && !this.isImpossible) {
      const closure = this.closure();
      if (closure === undefined) {
        this.isImpossible = true;
        return;
      }
      const waits = this.waits.splice(0);
      let isChanged = false;
      for (const wait of waits) {
        const left = reduced(wait, closure);
        if (left === undefined) continue;
        this.#add(left);
        if (left.before.length <= 1 && left.after.length <= 1) isChanged = true;
      }
      if (!isChanged) return;
    }
  }

  /** Everything that comes after a group, whatever happens; undefined for a cycle. */
  closure(): Closure | undefined {
    const order = topologicalOrder(this.#after, this.#waitCounts);
    if (order === undefined) return undefined;
    const closure = new Closure(this.size);
    for (let at = order.length - 1; at >= 0; at -= 1) {
      const one = order[at] as number;
      for (const other of this.#after[one] as number[]) closure.join(one, other);
    }
    return closure;
  }
}

/** Whether one group comes after another, as bit sets. */
export class Closure {
  readonly #words: number;
  readonly #bits: Int32Array;

  constructor(size: number) {
    this.#words = (size + 31) >> 5;
    this.#bits = new Int32Array(size * this.#words);
  }

  join(one: number, other: number): void {
    const bits = this.#bits;
    const to = one * this.#words;
    const from = other * this.#words;
    for (let word = 0; word < this.#words; word += 1)
      bits[to + word] = (bits[to + word] as number) | (bits[from + word] as number);
    bits[to + (other >> 5)] = (bits[to + (other >> 5)] as number) | (1 << (other & 31));
  }

  isBefore(one: number, other: number): boolean {
    return ((this.#bits[one * this.#words + (other >> 5)] as number) & (1 << (other & 31))) !== 0;
  }
}

/** Undefined where it is met anyway. */
function reduced({ before, after }: Waiting, closure: Closure): Waiting | undefined {
  if (before.some((one) => after.some((other) => closure.isBefore(one, other)))) return undefined;
  // What comes after all that it could precede is of no use, nor is what precedes all that it could come after.
  const earlier = before.filter((one) => !after.every((other) => one === other || closure.isBefore(other, one)));
  const later = after.filter((other) => !before.every((one) => one === other || closure.isBefore(other, one)));
  return {
    before: earlier.filter((one) => !earlier.some((other) => other !== one && closure.isBefore(other, one))),
    after: later.filter((one) => !later.some((other) => other !== one && closure.isBefore(one, other))),
  };
}

function topologicalOrder(
  after: readonly (readonly number[])[],
  waitCounts: Int32Array,
): readonly number[] | undefined {
  const counts = waitCounts.slice();
  const order: number[] = [];
  for (let group = 0; group < counts.length; group += 1) if (counts[group] === 0) order.push(group);
  for (const one of order) {
    for (const other of after[one] ?? []) {
      const count = (counts[other] as number) - 1;
      counts[other] = count;
      if (count === 0) order.push(other);
    }
  }
  return order.length === counts.length ? order : undefined;
}

interface Graph {
  readonly size: number;
  readonly after: readonly (readonly number[])[];
  readonly counts: Int32Array;
  readonly waits: readonly Waiting[];
}

/** Batch by batch: whatever has nothing left to wait for. A wait is over when the first of its earlier ones is done. */
function earliestStart({ size, after, counts, waits }: Graph, release: Int32Array | undefined): Schedule | undefined {
  const left = counts.slice();
  const waitsOn: number[][] = [];
  const isOver = new Uint8Array(waits.length);
  waits.forEach(({ before, after: [only, ...others] }, at) => {
    if (only === undefined || others.length > 0) return;
    left[only] = (left[only] as number) + 1;
    for (const one of before) append(waitsOn, one, at);
  });
  const schedule = new Int32Array(size);
  const batches: number[][] = [];
  const enter = (group: number, batch: number) => {
    const at = Math.max(batch, release?.[group] ?? 0);
    append(batches, at, group);
    schedule[group] = at;
  };
  for (let group = 0; group < size; group += 1) if (left[group] === 0) enter(group, 0);
  let done = 0;
  for (let batch = 0; batch < batches.length; batch += 1) {
    for (const one of batches[batch] ?? []) {
      done += 1;
      const finish = (other: number) => {
        const count = (left[other] as number) - 1;
        left[other] = count;
        if (count === 0) enter(other, batch + 1);
      };
      for (const other of after[one] ?? []) finish(other);
      for (const at of waitsOn[one] ?? []) {
        if (isOver[at] === 1) continue;
        isOver[at] = 1;
        finish(waits[at]?.after[0] ?? 0);
      }
    }
  }
  return done === size ? schedule : undefined;
}

function append(lists: number[][], at: number, item: number): void {
  const list = lists[at];
  if (list === undefined) lists[at] = [item];
  else list.push(item);
}
