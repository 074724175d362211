// "x between y and z": neither may x be the first of the three, nor the last. Plans are exactly the orders that agree, and
// deciding whether there is one is NP-complete.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, refusingRow, type TableSpec, typeNames, updated } from "./build.js";
import { type Chance, chanceOf } from "./random.js";

export interface BetweennessSize {
  readonly types: number;
  readonly tables: number;
  /** Around a hidden order, so that there is a plan; or three types at random. */
  readonly kind: "hidden" | "random";
}

export function betweenness({ types, tables, kind }: BetweennessSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = chance.shuffled(typeNames(types));
  return problemOf({
    types: typeNames(types).map((name) => updated(name)),
    tables: Array.from({ length: tables }, () => between(three(names, kind, chance))),
  });
}

function three(names: readonly string[], kind: BetweennessSize["kind"], chance: Chance): readonly string[] {
  const places = chance.sample([...names.keys()], 3);
  const [low = 0, middle = 0, high = 0] = kind === "hidden" ? places.toSorted((a, b) => a - b) : places;
  const ends = chance.happens(0.5) ? [low, high] : [high, low];
  return [middle, ...ends].map((place) => names[place] ?? "");
}

function between([inner = "", one = "", other = ""]: readonly string[]): TableSpec {
  const [old, fresh] = [exactly(OLD), exactly(NEW)];
  return {
    columns: [inner, one, other],
    unlisted: "acceptable",
    rows: [
      endRow({ [inner]: old, [one]: old, [other]: old }),
      endRow({ [inner]: fresh, [one]: fresh, [other]: fresh }),
      refusingRow({ [inner]: fresh, [one]: old, [other]: old }),
      refusingRow({ [inner]: old, [one]: fresh, [other]: fresh }),
    ],
  };
}
