// Every family of instances, by name. `aim` is the time that planning may take; families without one are for comparison.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { andOr } from "./and-or.js";
import { betweenness } from "./betweenness.js";
import { documented } from "./documented.js";
import { mixedStart } from "./mixed-start.js";
import { pairwise } from "./pairwise.js";
import { threeColumns } from "./three-columns.js";
import { wideTable } from "./wide-table.js";
import { windows } from "./windows.js";

export interface Family {
  readonly name: string;
  readonly make: (seed: number) => PlanningProblem;
  readonly aimMilliseconds?: number;
  /** False where clingo would need the table's whole product written out. */
  readonly isForClingo?: boolean;
  /** Known by construction. */
  readonly isFeasible?: boolean;
}

export const FAMILIES: readonly Family[] = [
  { name: "documented example", make: () => documented(2), aimMilliseconds: 0.2, isFeasible: true },
  { name: "pairwise 30", make: (seed) => pairwise({ types: 30 }, seed), isFeasible: true },
  { name: "pairwise 200", make: (seed) => pairwise({ types: 200 }, seed), aimMilliseconds: 5, isFeasible: true },
  { name: "pairwise 1000", make: (seed) => pairwise({ types: 1_000 }, seed), aimMilliseconds: 25, isFeasible: true },
  { name: "pairwise 5000", make: (seed) => pairwise({ types: 5_000 }, seed), aimMilliseconds: 100, isFeasible: true },
  { name: "pairwise 200, cycle", make: (seed) => pairwise({ types: 200, cycle: 6 }, seed), isFeasible: false },
  {
    name: "3 columns 30/60",
    make: (seed) => threeColumns({ types: 30, tables: 60, levels: 6 }, seed),
    isFeasible: true,
  },
  {
    name: "3 columns 100/200",
    make: (seed) => threeColumns({ types: 100, tables: 200, levels: 8 }, seed),
    aimMilliseconds: 40,
    isFeasible: true,
  },
  {
    name: "3 columns 200/400",
    make: (seed) => threeColumns({ types: 200, tables: 400, levels: 10 }, seed),
    isFeasible: true,
  },
  {
    name: "3 columns 200/800",
    make: (seed) => threeColumns({ types: 200, tables: 800, levels: 12 }, seed),
    aimMilliseconds: 200,
    isFeasible: true,
  },
  {
    name: "windows 100x3",
    make: (seed) => windows({ types: 100, versions: 3, window: "ahead" }, seed),
    aimMilliseconds: 100,
    isFeasible: true,
  },
  {
    name: "windows 20x5",
    make: (seed) => windows({ types: 20, versions: 5, window: "ahead" }, seed),
    aimMilliseconds: 20,
    isFeasible: true,
  },
  {
    name: "windows 50x5",
    make: (seed) => windows({ types: 50, versions: 5, window: "ahead" }, seed),
    isFeasible: true,
  },
  {
    name: "windows 20x5, both sides",
    make: (seed) => windows({ types: 20, versions: 5, window: "both" }, seed),
    aimMilliseconds: 20,
    isFeasible: true,
  },
  {
    name: "windows 100x3, both sides",
    make: (seed) => windows({ types: 100, versions: 3, window: "both" }, seed),
    aimMilliseconds: 100,
    isFeasible: true,
  },
  {
    name: "windows 100x3, ring",
    make: (seed) => windows({ types: 100, versions: 3, window: "ahead", flaw: "ring" }, seed),
    aimMilliseconds: 10,
    isFeasible: false,
  },
  {
    name: "windows 100x3, stone missing",
    make: (seed) => windows({ types: 100, versions: 3, window: "ahead", flaw: "missingStone" }, seed),
    aimMilliseconds: 10,
    isFeasible: false,
  },
  {
    name: "wide table 10 types, 30 rows",
    make: (seed) => wideTable({ types: 10, rows: 30, batches: 4 }, seed),
    isFeasible: true,
  },
  {
    name: "wide table 60 types, 1000 rows",
    make: (seed) => wideTable({ types: 60, rows: 1_000, batches: 12 }, seed),
    aimMilliseconds: 100,
    isForClingo: false,
    isFeasible: true,
  },
  {
    name: "betweenness 50/100",
    make: (seed) => betweenness({ types: 50, tables: 100, kind: "hidden" }, seed),
    isFeasible: true,
  },
  {
    name: "betweenness 100/300",
    make: (seed) => betweenness({ types: 100, tables: 300, kind: "hidden" }, seed),
    aimMilliseconds: 1_000,
    isFeasible: true,
  },
  {
    name: "betweenness 200/210",
    make: (seed) => betweenness({ types: 200, tables: 210, kind: "hidden" }, seed),
    isFeasible: true,
  },
  {
    name: "3 columns 100/200, conflict",
    make: (seed) => threeColumns({ types: 100, tables: 200, levels: 8, foreign: 25 }, seed),
  },
  { name: "betweenness 30/40, random", make: (seed) => betweenness({ types: 30, tables: 40, kind: "random" }, seed) },
  {
    name: "betweenness 100/300, random",
    make: (seed) => betweenness({ types: 100, tables: 300, kind: "random" }, seed),
  },
  { name: "and/or 200/400", make: (seed) => andOr({ types: 200, tables: 400 }, seed), isFeasible: true },
  {
    name: "and/or 200/400, mirrored",
    make: (seed) => andOr({ types: 200, tables: 400, isMirrored: true }, seed),
    isFeasible: true,
  },
  ...(["forward", "back"] as const).flatMap((direction) => [
    {
      name: `re-plan 30, ${direction}`,
      make: (seed: number) => mixedStart({ types: 30, tables: 60, levels: 6, columns: 3, direction }, seed),
      aimMilliseconds: 5,
      isFeasible: true,
    },
    {
      name: `mixed start 200, ${direction}`,
      make: (seed: number) => mixedStart({ types: 200, tables: 400, levels: 8, columns: 2, direction }, seed),
      isFeasible: true,
    },
  ]),
];

/** What the planner and another one can be compared on, answer by answer: every kind, at a size that takes no time. */
export const LITTLE: readonly Family[] = [
  { name: "pairwise", make: (seed) => pairwise({ types: 10 }, seed), isFeasible: true },
  { name: "pairwise, cycle", make: (seed) => pairwise({ types: 8, cycle: 3 }, seed), isFeasible: false },
  {
    name: "3 columns",
    make: (seed) => threeColumns({ types: 9, tables: 14, levels: 4 }, seed),
    isFeasible: true,
  },
  {
    name: "3 columns, conflict",
    make: (seed) => threeColumns({ types: 9, tables: 14, levels: 5, foreign: 3 }, seed),
  },
  { name: "windows", make: (seed) => windows({ types: 5, versions: 3, window: "ahead" }, seed), isFeasible: true },
  { name: "windows, both sides", make: (seed) => windows({ types: 4, versions: 3, window: "both" }, seed) },
  {
    name: "windows, ring",
    make: (seed) => windows({ types: 5, versions: 3, window: "ahead", flaw: "ring" }, seed),
    isFeasible: false,
  },
  {
    name: "windows, stone missing",
    make: (seed) => windows({ types: 5, versions: 3, window: "ahead", flaw: "missingStone" }, seed),
    isFeasible: false,
  },
  { name: "wide table", make: (seed) => wideTable({ types: 7, rows: 20, batches: 3 }, seed), isFeasible: true },
  {
    name: "betweenness",
    make: (seed) => betweenness({ types: 9, tables: 12, kind: "hidden" }, seed),
    isFeasible: true,
  },
  { name: "betweenness, random", make: (seed) => betweenness({ types: 9, tables: 8, kind: "random" }, seed) },
  { name: "and/or", make: (seed) => andOr({ types: 10, tables: 20 }, seed), isFeasible: true },
  {
    name: "and/or, mirrored",
    make: (seed) => andOr({ types: 10, tables: 20, isMirrored: true }, seed),
    isFeasible: true,
  },
  ...(["forward", "back"] as const).map((direction) => ({
    name: `mixed start, ${direction}`,
    make: (seed: number) => mixedStart({ types: 9, tables: 14, levels: 4, columns: 3, direction }, seed),
    isFeasible: true,
  })),
];

export { documented } from "./documented.js";
export { instances, ungrouped } from "./instances.js";
export { small } from "./small.js";
