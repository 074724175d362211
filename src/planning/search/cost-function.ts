// Costs that depend on the values of a few variables, as a table, and how variables are taken out of their sums.

export interface CostFunction {
  /** Variables, each once. */
  readonly scope: readonly number[];
  /** By the values of the scope, the last one fastest. Infinity: not allowed. */
  readonly costs: Float64Array;
}

/** By variable: how many values it has. */
export type Sizes = readonly number[];

export function costOf({ scope, costs }: CostFunction, values: readonly number[], sizes: Sizes): number {
  let entry = 0;
  for (const variable of scope) entry = entry * (sizes[variable] as number) + (values[variable] as number);
  return costs[entry] as number;
}

/** What the functions cost together at least, whatever the variable's value: a function of their other variables. */
export function withoutVariable(variable: number, functions: readonly CostFunction[], sizes: Sizes): CostFunction {
  const scope = scopeOf(functions).filter((other) => other !== variable);
  const entries = scope.reduce((all, other) => all * (sizes[other] ?? 1), 1);
  const costs = new Float64Array(entries).fill(Infinity);
  const sums = new Float64Array(entries);
  for (let value = 0; value < (sizes[variable] ?? 0); value += 1) {
    sums.fill(0);
    for (const each of functions) addTo(sums, each, { variable, value, scope, sizes });
    for (let entry = 0; entry < entries; entry += 1) {
      if ((sums[entry] as number) < (costs[entry] as number)) costs[entry] = sums[entry] as number;
    }
  }
  return { scope, costs };
}

export function scopeOf(functions: readonly CostFunction[]): readonly number[] {
  return [...new Set(functions.flatMap(({ scope }) => scope))].sort((a, b) => a - b);
}

interface Place {
  readonly variable: number;
  readonly value: number;
  readonly scope: readonly number[];
  readonly sizes: Sizes;
}

/** Walks through all entries with a counter of mixed radices, and keeps the place in the function along with it. */
function addTo(
  sums: Float64Array,
  { scope: own, costs }: CostFunction,
  { variable, value, scope, sizes }: Place,
): void {
  const strides = stridesIn(own, sizes);
  const steps = Int32Array.from(scope, (other) => strides.get(other) ?? 0);
  const radices = Int32Array.from(scope, (other) => sizes[other] ?? 1);
  const digits = new Int32Array(scope.length);
  let at = value * (strides.get(variable) ?? 0);
  for (let entry = 0; entry < sums.length; entry += 1) {
    sums[entry] = (sums[entry] as number) + (costs[at] as number);
    for (let place = scope.length - 1; place >= 0; place -= 1) {
      const digit = (digits[place] as number) + 1;
      if (digit < (radices[place] as number)) {
        digits[place] = digit;
        at += steps[place] as number;
        break;
      }
      digits[place] = 0;
      at -= (digit - 1) * (steps[place] as number);
    }
  }
}

function stridesIn(scope: readonly number[], sizes: Sizes): ReadonlyMap<number, number> {
  const strides = new Map<number, number>();
  let stride = 1;
  for (const variable of scope.toReversed()) {
    strides.set(variable, stride);
    stride *= sizes[variable] ?? 1;
  }
  return strides;
}
