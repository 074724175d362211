// The least sum of costs against trying all values.

import fc from "fast-check";
import { expect, it } from "vitest";
import { type CostFunction, costOf, type Sizes } from "../../../src/planning/search/cost-function.js";
import { leastCost } from "../../../src/planning/search/least-cost.js";

interface Sum {
  readonly sizes: Sizes;
  readonly functions: readonly CostFunction[];
}

function entriesOf(scope: readonly number[], sizes: Sizes): number {
  return scope.reduce((all, variable) => all * (sizes[variable] ?? 1), 1);
}

function costsOf({ sizes, functions }: Sum, values: readonly number[]): number {
  return functions.reduce((sum, each) => sum + costOf(each, values, sizes), 0);
}

function assignments(sizes: Sizes): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (before, size) => before.flatMap((values) => Array.from({ length: size }, (_, value) => [...values, value])),
    [[]],
  );
}

const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 });
/** Few costs, so that many sums are equal, and what is not allowed is not rare. */
const cost = fc.oneof({ weight: 5, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.constant(Infinity) });

const sums = sizes.chain((known) => {
  const scope = fc.uniqueArray(fc.nat(known.length - 1), { minLength: 1, maxLength: 3 });
  const costFunction = scope.chain((variables): fc.Arbitrary<CostFunction> => {
    const length = entriesOf(variables, known);
    const costs = fc.array(cost, { minLength: length, maxLength: length });
    return costs.map((all) => ({ scope: variables, costs: Float64Array.from(all) }));
  });
  return fc.array(costFunction, { maxLength: 8 }).map((functions): Sum => ({ sizes: known, functions }));
});

it("finds values that cost as little as any", () => {
  fc.assert(
    fc.property(sums, (sum) => {
      const least = Math.min(...assignments(sum.sizes).map((values) => costsOf(sum, values)));
      const { bound, values, cost: found } = leastCost(sum.sizes, sum.functions);
      expect({ bound, found }).toEqual({ bound: least, found: least });
      expect(values === undefined ? Infinity : costsOf(sum, values)).toBe(least);
    }),
    { seed: 1907, numRuns: 400 },
  );
});

/** Every two variables have to differ, or pay: no order of elimination keeps the tables small. */
function dense(variables: number, values: number): Sum {
  const sizesOfAll = Array.from({ length: variables }, () => values);
  const functions = sizesOfAll.flatMap((_, one) =>
    sizesOfAll.slice(one + 1).map((__, index): CostFunction => {
      const costs = Float64Array.from({ length: values * values }, (___, entry) =>
        Math.floor(entry / values) === entry % values ? 1 : 0,
      );
      return { scope: [one, one + 1 + index], costs };
    }),
  );
  return { sizes: sizesOfAll, functions };
}

it("where tables would be too large: no more than the truth, and values that cost what is said", () => {
  const sum = dense(14, 4);
  const { bound, values = [], cost: found } = leastCost(sum.sizes, sum.functions);
  // Fourteen in four colours: two of them four times, two three times.
  const truth = 2 * 6 + 2 * 3;
  expect(bound).toBeLessThanOrEqual(truth);
  expect(found).toBeGreaterThanOrEqual(truth);
  expect(costsOf(sum, values)).toBe(found);
});
