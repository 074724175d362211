// Takes variable by variable out of a sum of cost functions, the one with the smallest table first. Where a table would be too
// large the functions are divided, and each share is left to choose a value of its own: a lower bound.

import { type CostFunction, type Sizes, scopeOf, withoutVariable } from "./cost-function.js";

/** A variable, the functions that it was in when it was taken out, and what they left behind. */
export interface Removal {
  readonly variable: number;
  readonly functions: readonly CostFunction[];
  readonly left: readonly CostFunction[];
}

export interface Eliminated {
  /** No solution costs less. */
  readonly bound: number;
  readonly removals: readonly Removal[];
}

const MAX_ENTRIES = 1 << 12;

export function eliminate(sizes: Sizes, functions: readonly CostFunction[]): Eliminated {
  return new Elimination(sizes, functions).run();
}

class Elimination {
  readonly #sizes: Sizes;
  /** By variable: those in which it still occurs. */
  readonly #functions: Set<CostFunction>[];
  readonly #neighbours: Set<number>[];
  #bound = 0;

  constructor(sizes: Sizes, functions: readonly CostFunction[]) {
    this.#sizes = sizes;
    this.#functions = sizes.map(() => new Set());
    this.#neighbours = sizes.map(() => new Set());
    for (const each of functions) this.#add(each);
  }

  run(): Eliminated {
    const open = new Set(this.#sizes.keys());
    const removals: Removal[] = [];
    while (open.size > 0) {
      const variable = this.#cheapest(open);
      open.delete(variable);
      removals.push(this.#remove(variable));
    }
    return { bound: this.#bound, removals };
  }

  #add(added: CostFunction): void {
    if (added.scope.length === 0) this.#bound += added.costs[0] ?? 0;
    for (const variable of added.scope) {
      this.#functions[variable]?.add(added);
      for (const other of added.scope) if (other !== variable) this.#neighbours[variable]?.add(other);
    }
  }

  #cheapest(open: ReadonlySet<number>): number {
    let variable = -1;
    let entries = Infinity;
    for (const candidate of open) {
      const own = product(this.#neighbours[candidate] ?? [], this.#sizes) * (this.#sizes[candidate] ?? 1);
      if (own >= entries) continue;
      entries = own;
      variable = candidate;
    }
    return variable;
  }

  #remove(variable: number): Removal {
    const functions = [...(this.#functions[variable] ?? [])];
    for (const each of functions) for (const other of each.scope) this.#functions[other]?.delete(each);
    for (const other of this.#neighbours[variable] ?? []) this.#neighbours[other]?.delete(variable);
    const left = this.#shares(functions).map((share) => withoutVariable(variable, share, this.#sizes));
    for (const each of left) this.#add(each);
    return { variable, functions, left };
  }

  /** As few as are needed for tables that are not too large, the widest functions first. */
  #shares(functions: readonly CostFunction[]): readonly (readonly CostFunction[])[] {
    if (product(scopeOf(functions), this.#sizes) <= MAX_ENTRIES) return [functions];
    const shares: CostFunction[][] = [];
    for (const each of functions.toSorted((a, b) => b.scope.length - a.scope.length)) {
      const share = shares.find((known) => product(scopeOf([...known, each]), this.#sizes) <= MAX_ENTRIES);
      if (share === undefined) shares.push([each]);
      else share.push(each);
    }
    return shares;
  }
}

function product(variables: Iterable<number>, sizes: Sizes): number {
  let all = 1;
  for (const variable of variables) all *= sizes[variable] ?? 1;
  return all;
}
