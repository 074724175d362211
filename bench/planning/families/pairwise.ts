// Tables of two columns, one update per type: each says which of the two goes first, or that it does not matter.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, type TableSpec, transitionRow, typeNames, updated } from "./build.js";
import { type Chance, chanceOf } from "./random.js";

const FREE = 0.1;

export interface PairwiseSize {
  readonly types: number;
  /** Every type is in about this many tables. */
  readonly degree?: number;
  /** That many types wait for each other in a ring; none by default. */
  readonly cycle?: number;
}

export function pairwise({ types, degree = 4, cycle = 0 }: PairwiseSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = chance.shuffled(typeNames(types));
  const pairs = randomPairs(names, (types * degree) / 2, chance);
  const ring = chance.sample(names, cycle);
  const tables = [
    ...pairs.map(([first, second]) => firstBeforeSecond(first, second, chance.happens(FREE))),
    ...ring.map((name, index) => firstBeforeSecond(name, ring[(index + 1) % ring.length] ?? name)),
  ];
  return problemOf({ types: typeNames(types).map((name) => updated(name)), tables: chance.shuffled(tables) });
}

/** Pairs of different names, the one that comes earlier in the list first. */
export function randomPairs(names: readonly string[], count: number, chance: Chance): readonly [string, string][] {
  return Array.from({ length: count }, () => {
    const [one, other] = chance.sample([...names.keys()], 2).toSorted((a, b) => a - b);
    return [names[one ?? 0] ?? "", names[other ?? 0] ?? ""];
  });
}

export function firstBeforeSecond(first: string, second: string, isFree = false): TableSpec {
  const [old, fresh] = [exactly(OLD), exactly(NEW)];
  return {
    columns: [first, second],
    rows: [
      endRow({ [first]: old, [second]: old }),
      endRow({ [first]: fresh, [second]: fresh }),
      transitionRow({ [first]: fresh, [second]: old }),
      ...(isFree ? [transitionRow({ [first]: old, [second]: fresh })] : []),
    ],
  };
}
