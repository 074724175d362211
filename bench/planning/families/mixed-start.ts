// A rollout that was interrupted in the middle of a batch: some types are done, some have not started, and of the types of
// that batch a part of the components is done. From there, forward to the new versions or back to the old ones.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { type GroupSpec, NEW, OLD, problemOf, typeNames } from "./build.js";
import { chanceOf } from "./random.js";
import { randomLevels, tableAround } from "./three-columns.js";

export interface MixedStartSize {
  readonly types: number;
  readonly tables: number;
  readonly levels: number;
  readonly columns: 2 | 3;
  readonly direction: "forward" | "back";
}

export function mixedStart(size: MixedStartSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = typeNames(size.types);
  const hidden = randomLevels(names, size.levels, chance);
  const cut = Math.floor(size.levels / 2);
  const target = size.direction === "forward" ? NEW : OLD;
  const tables = Array.from({ length: size.tables }, () =>
    tableAround(chance.sample(names, size.columns), hidden, chance),
  );
  return problemOf({
    types: names.map((type) => ({ type, groups: groupsAt((hidden.get(type) ?? 0) - cut, target) })),
    tables,
  });
}

/** The components of a type whose batch is before the interruption (negative), after it, or is the interrupted one (0). */
function groupsAt(distance: number, target: string): readonly GroupSpec[] {
  if (distance < 0) return [{ current: NEW, target, count: 10 }];
  if (distance > 0) return [{ current: OLD, target, count: 10 }];
  return [
    { current: OLD, target, count: 7 },
    { current: NEW, target, count: 3 },
  ];
}
