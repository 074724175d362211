// How long it takes to say why there is no plan.

import { type PlanningProblem, planUpdates } from "../../src/planning/index.js";
import { pairwise } from "./families/pairwise.js";
import { threeColumns } from "./families/three-columns.js";
import type { Row } from "./row.js";
import { median, processorMilliseconds, timed } from "./samples.js";

const SEEDS = [1, 2, 3];
const BUDGET_MILLISECONDS = 10_000;

export function explanationRows(): readonly Row[] {
  return [
    explained("shortest cycle, 200 types", 5, (seed) => pairwise({ types: 200, cycle: 6 }, seed)),
    explained("minimal explanation 100/200", 500, (seed) =>
      threeColumns({ types: 100, tables: 200, levels: 8, foreign: 25 }, seed),
    ),
  ];
}

/** The whole answer, search included. */
function explained(what: string, aim: number, make: (seed: number) => PlanningProblem): Row {
  const all = SEEDS.map((seed) => {
    const problem = make(seed);
    return timed(() => planUpdates(problem, { milliseconds: BUDGET_MILLISECONDS, now: processorMilliseconds }));
  });
  const codes = all.map(({ value }) => (value.isFeasible ? "a plan" : value.refusal.code));
  return {
    what,
    measured: `whole answer, ${[...new Set(codes)].join(", ")}`,
    figure: median(all.map(({ milliseconds }) => milliseconds)),
    aim,
    unit: " ms",
  };
}
