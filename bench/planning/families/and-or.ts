// "One of these two first": wider tables whose refused combinations have one updated member each (or, mirrored, one that is not).

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, refusingRow, type TableSpec, typeNames, updated } from "./build.js";
import { chanceOf } from "./random.js";

export interface AndOrSize {
  readonly types: number;
  readonly tables: number;
  /** Mirrored: "not after both of these". */
  readonly isMirrored?: boolean;
}

export function andOr({ types, tables, isMirrored = false }: AndOrSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = chance.shuffled(typeNames(types));
  return problemOf({
    types: typeNames(types).map((name) => updated(name)),
    tables: Array.from({ length: tables }, () => {
      const places = chance.sample([...names.keys()], 3).toSorted((a, b) => a - b);
      const [one = "", two = "", three = ""] = places.map((place) => names[place] ?? "");
      return isMirrored ? refusing([one], [two, three]) : refusing(chance.shuffled([one, two]), [three]);
    }),
  });
}

/** Not acceptable: all of the first still old while all of the others are new already. */
function refusing(old: readonly string[], fresh: readonly string[]): TableSpec {
  const columns = [...old, ...fresh];
  const all = (version: string) => Object.fromEntries(columns.map((name) => [name, exactly(version)]));
  const cells = { ...all(OLD), ...Object.fromEntries(fresh.map((name) => [name, exactly(NEW)])) };
  return { columns, unlisted: "acceptable", rows: [endRow(all(OLD)), endRow(all(NEW)), refusingRow(cells)] };
}
