// One table over all types, of rows with many free cells: a hidden plan, batch by batch, among rows that look much like it.

import type { Cell } from "../../../src/model/index.js";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { endRow, exactly, NEW, OLD, problemOf, type RowSpec, transitionRow, typeNames, updated } from "./build.js";
import { type Chance, chanceOf } from "./random.js";

export interface WideSize {
  readonly types: number;
  readonly rows: number;
  readonly batches: number;
}

type Cells = Record<string, Cell>;

export function wideTable({ types, rows, batches }: WideSize, seed: number): PlanningProblem {
  const chance = chanceOf(seed);
  const names = typeNames(types);
  const order = chance.shuffled(names);
  const size = Math.ceil(types / batches);
  const plan = Array.from({ length: batches }, (_, batch) =>
    halves(batchCells(order, batch * size, size), chance),
  ).flat();
  const ends = [OLD, NEW].map((version) => endRow(Object.fromEntries(names.map((name) => [name, exactly(version)]))));
  const noise = Array.from({ length: Math.max(0, rows - plan.length - 2) }, () =>
    alike(chance.pick(plan), names, chance),
  );
  return problemOf({
    types: names.map((name) => updated(name)),
    tables: [{ columns: names, rows: [...ends, ...chance.shuffled([...plan, ...noise]).map(rowOf)] }],
  });
}

/** Those before are done, those after have not started, those of the batch may have either version. */
function batchCells(order: readonly string[], from: number, size: number): Cells {
  return Object.fromEntries(
    order
      .map((name, index) => [name, index, index < from ? NEW : OLD] as const)
      .filter(([, index]) => index < from || index >= from + size)
      .map(([name, , version]) => [name, exactly(version)]),
  );
}

/** The same box as two rows that share it: no row alone says that the batch is safe. */
function halves(cells: Cells, chance: Chance): readonly Cells[] {
  const split = chance.pick(Object.keys(cells));
  const { [split]: cell, ...rest } = cells;
  const other = chance.happens(0.5) ? rest : cells;
  return cell === undefined ? [cells] : [cells, other];
}

/** A row of the plan in which some cells say the opposite, and others say nothing. */
function alike(cells: Cells, names: readonly string[], chance: Chance): Cells {
  const changed = { ...cells };
  for (const name of chance.sample(names, Math.ceil(names.length / 6))) {
    changed[name] = exactly(changed[name]?.text === NEW ? OLD : NEW);
  }
  for (const name of chance.sample(names, chance.below(Math.ceil(names.length / 3)))) delete changed[name];
  return changed;
}

function rowOf(cells: Cells): RowSpec {
  return transitionRow(cells);
}
