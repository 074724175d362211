// Problems as somebody would ask who does not know that counts do not matter: one group for each single component.

import type { PlanningProblem } from "../../../src/planning/problem.js";
import { pairwise } from "./pairwise.js";

/** `total` components over all types. */
export function instances({ types, total }: { types: number; total: number }, seed: number): PlanningProblem {
  const problem = pairwise({ types }, seed);
  return { ...problem, groups: problem.groups.map((group) => ({ ...group, count: Math.round(total / types) })) };
}

export function ungrouped(problem: PlanningProblem): PlanningProblem {
  const groups = problem.groups.flatMap((group) => Array.from({ length: group.count }, () => ({ ...group, count: 1 })));
  return { ...problem, groups };
}
