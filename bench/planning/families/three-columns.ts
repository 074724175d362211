// Tables of three columns, one update per type: NP-complete in general. A hidden plan in levels is acceptable by construction;
// of everything else half is refused.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, type TableSpec, transitionRow, typeNames, updated } from "./build.js";
import { type Chance, chanceOf } from "./random.js";

export interface ThreeColumnSize {
  readonly types: number;
  readonly tables: number;
  /** Batches of the hidden plan. */
  readonly levels: number;
  /** Of the tables, those that were made around another plan; with a few of them there is hardly ever a plan for all. */
  readonly foreign?: number;
}

export type Levels = ReadonlyMap<string, number>;

export function threeColumns(size: ThreeColumnSize, seed: number): PlanningProblem {
  const { types, tables, levels, foreign = 0 } = size;
  const chance = chanceOf(seed);
  const names = typeNames(types);
  const hidden = randomLevels(names, levels, chance);
  const other = randomLevels(names, levels, chance);
  return problemOf({
    types: names.map((name) => updated(name)),
    tables: Array.from({ length: tables }, (_, index) =>
      tableAround(chance.sample(names, 3), index < foreign ? other : hidden, chance),
    ),
  });
}

export function randomLevels(names: readonly string[], levels: number, chance: Chance): Levels {
  return new Map(names.map((name) => [name, chance.below(levels)]));
}

/** A closed table that accepts what the hidden plan shows, and half of the rest. */
export function tableAround(columns: readonly string[], hidden: Levels, chance: Chance): TableSpec {
  const shown = new Set(shownBy(columns.map((name) => hidden.get(name) ?? 0)));
  const all = 2 ** columns.length;
  const rows = Array.from({ length: all }, (_, combination) => combination)
    .filter((combination) => shown.has(combination) || chance.happens(0.5))
    .map((combination) => {
      const cells = Object.fromEntries(
        columns.map((name, index) => [name, exactly(((combination >> index) & 1) === 1 ? NEW : OLD)]),
      );
      return combination === 0 || combination === all - 1 ? endRow(cells) : transitionRow(cells);
    });
  return { columns, rows };
}

/** Combinations, as bits of the columns that are new, that updates in the order of these levels show. */
function shownBy(levels: readonly number[]): readonly number[] {
  return [...new Set(levels)].flatMap((level) => {
    const done = bits(levels, (each) => each < level);
    const moving = bits(levels, (each) => each === level);
    return subsetsOf(moving).map((subset) => done | subset);
  });
}

function bits(levels: readonly number[], isIn: (level: number) => boolean): number {
  return levels.reduce((set, level, index) => (isIn(level) ? set | (1 << index) : set), 0);
}

function subsetsOf(set: number): readonly number[] {
  const subsets = [0];
  for (let subset = set; subset > 0; subset = (subset - 1) & set) subsets.push(subset);
  return subsets;
}
