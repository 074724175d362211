// The solver against trying all assignments: small random formulas, with and without a weighted at-most constraint, asked
// several times over with other assumptions, more clauses and a tighter bound.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import { Clock } from "../../../src/planning/search/clock.js";
import { type Literal, not, Solver } from "../../../src/planning/search/sat.js";

const VARIABLES = 8;
const clock = () => new Clock({ milliseconds: 10_000, now: processorMilliseconds });

const literal = fc.nat(2 * VARIABLES - 1);
const clause = fc.array(literal, { minLength: 1, maxLength: 4 });
const formula = fc.array(clause, { maxLength: 40 });
const weights = fc.array(fc.nat(5), { minLength: VARIABLES, maxLength: VARIABLES });
const bound = fc.nat(12);

type Formula = readonly (readonly Literal[])[];
type IsTrue = (literal: Literal) => boolean;

function satisfies(clauses: Formula, isTrue: IsTrue): boolean {
  return clauses.every((each) => each.some(isTrue));
}

function weigh(all: readonly number[], isTrue: IsTrue): number {
  return all.reduce((sum, weight, variable) => sum + (isTrue(2 * variable) ? weight : 0), 0);
}

function isPossible(clauses: Formula, isAllowed: (isTrue: IsTrue) => boolean = () => true): boolean {
  for (let assignment = 0; assignment < 1 << VARIABLES; assignment += 1) {
    const isTrue = (each: Literal) => ((assignment >> (each >> 1)) & 1) !== (each & 1);
    if (satisfies(clauses, isTrue) && isAllowed(isTrue)) return true;
  }
  return false;
}

function solverOf(clauses: Formula, atMost?: { readonly weights: readonly number[]; readonly bound: number }): Solver {
  const solver = new Solver(VARIABLES, clock());
  if (atMost !== undefined) solver.limit({ literals: atMost.weights.map((_, variable) => 2 * variable), ...atMost });
  for (const each of clauses) solver.add(each);
  return solver;
}

const modelOf =
  ({ values }: Solver): IsTrue =>
  (each) =>
    values[each] === 1;

describe("the solver", () => {
  test("says of random formulas what trying all assignments says", () => {
    fc.assert(
      fc.property(formula, (clauses) => {
        const solver = solverOf(clauses);
        const is = solver.solve();
        expect(is).toBe(isPossible(clauses));
        if (is) expect(satisfies(clauses, modelOf(solver))).toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("keeps to a weighted bound, and to tighter ones", () => {
    fc.assert(
      fc.property(formula, weights, bound, (clauses, all, most) => {
        const solver = solverOf(clauses, { weights: all, bound: most });
        for (let limit = most; limit >= 0; limit -= 2) {
          const is = solver.solve();
          expect(is).toBe(isPossible(clauses, (isTrue) => weigh(all, isTrue) <= limit));
          if (is) expect(weigh(all, modelOf(solver))).toBeLessThanOrEqual(limit);
          solver.tighten(limit - 2);
        }
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test("takes assumptions for one question only, and clauses for good", () => {
    const questions = fc.array(fc.tuple(fc.array(literal, { maxLength: 4 }), fc.option(clause)), { maxLength: 6 });
    fc.assert(
      fc.property(formula, weights, bound, questions, (clauses, all, most, asked) => {
        const solver = solverOf(clauses, { weights: all, bound: most });
        const known = [...clauses];
        for (const [assumptions, more] of asked) {
          const isAllowed = (isTrue: IsTrue) => weigh(all, isTrue) <= most && assumptions.every(isTrue);
          const is = solver.solve(assumptions);
          expect(is).toBe(isPossible(known, isAllowed));
          if (is) expect(satisfies(known, modelOf(solver)) && isAllowed(modelOf(solver))).toBe(true);
          if (more === null) continue;
          known.push(more);
          solver.add(more);
        }
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  it("has the same model every time", () => {
    fc.assert(
      fc.property(formula, (clauses) => {
        const models = [1, 2].map(() => {
          const solver = solverOf(clauses);
          return solver.solve() ? [...solver.values] : [];
        });
        expect(models[0]).toEqual(models[1]);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it("gives up after so many conflicts, and can be asked again", () => {
    const solver = pigeons(5);
    expect(solver.solveWithin(3)).toBe(undefined);
    expect(solver.solve()).toBe(false);
  });
});

/** One more pigeon than holes. */
function pigeons(holes: number): Solver {
  const solver = new Solver((holes + 1) * holes, clock());
  const isIn = (pigeon: number, hole: number): Literal => 2 * (pigeon * holes + hole);
  const all = Array.from({ length: holes }, (_, hole) => hole);
  for (let pigeon = 0; pigeon <= holes; pigeon += 1) {
    solver.add(all.map((hole) => isIn(pigeon, hole)));
    for (let other = 0; other < pigeon; other += 1) {
      for (const hole of all) solver.add([not(isIn(pigeon, hole)), not(isIn(other, hole))]);
    }
  }
  return solver;
}
