// Why a problem has no plan: a circle of forced precedences where there is one, else a set of restrictions of which none can be
// left out. `Feasible` is the planner's search, handed in, with what is left of the budget.

import type { PlanningProblem } from "../problem.js";
import { minimalConflict } from "./minimal-conflict.js";
import type { Outlook } from "./outlook.js";
import { forcedPrecedences, type Precedence, type Precedences, type Step } from "./precedences.js";
import { type Restriction, restrictedTo, restrictionsOf } from "./restrictions.js";
import { type Graph, hasCycle, shortestCycle } from "./shortest-cycle.js";

/** Whether the problem has a plan; undefined where the time does not suffice to tell. */
export type Feasible = (problem: PlanningProblem) => boolean | undefined;

export type Diagnosis =
  | { readonly kind: "feasible" | "undecided" }
  | { readonly kind: "cycle"; readonly edges: readonly Precedence[]; readonly precedences: Precedences }
  | { readonly kind: "conflict"; readonly restrictions: readonly Restriction[]; readonly isMinimal: boolean };

/** Whether there is a plan; the reason why not is found out when it is asked. */
export type Verdict =
  | { readonly kind: "feasible" | "undecided" }
  | { readonly kind: "impossible"; readonly diagnosis: () => Diagnosis };

export function judge(outlook: Outlook, feasible: Feasible): Verdict {
  const precedences = forcedPrecedences(outlook);
  if (hasCycle(graphOf(precedences))) {
    return { kind: "impossible", diagnosis: () => diagnoseImpossible(outlook, feasible) };
  }
  if (precedences.isWhole) return { kind: "feasible" };
  const isFeasible = feasible(outlook.problem);
  if (isFeasible === undefined) return { kind: "undecided" };
  return isFeasible ? { kind: "feasible" } : { kind: "impossible", diagnosis: () => conflictIn(outlook, feasible) };
}

export function diagnose(outlook: Outlook, feasible: Feasible): Diagnosis {
  const verdict = judge(outlook, feasible);
  return verdict.kind === "impossible" ? verdict.diagnosis() : verdict;
}

/** For a problem that is known to have no plan. */
export function diagnoseImpossible(outlook: Outlook, feasible: Feasible): Diagnosis {
  const precedences = forcedPrecedences(outlook);
  const edges = shortestCircle(precedences);
  return edges === undefined ? conflictIn(outlook, feasible) : { kind: "cycle", edges, precedences };
}

export function shortestCircle(precedences: Precedences): readonly Precedence[] | undefined {
  const cycle = shortestCycle(graphOf(precedences));
  return cycle?.flatMap((before, at) => {
    const after = cycle[(at + 1) % cycle.length];
    return precedences.edges.find((edge) => edge.before === before && edge.after === after) ?? [];
  });
}

export function graphOf({ steps, edges }: { steps: readonly Step[]; edges: readonly Precedence[] }): Graph {
  const graph: number[][] = steps.map(() => []);
  for (const { before, after } of edges) graph[before]?.push(after);
  return graph;
}

/** Whole tables first, since most of them have nothing to do with it; then the rows of those that do. */
function conflictIn(outlook: Outlook, feasible: Feasible): Diagnosis {
  const { patience } = outlook.kin;
  let isMinimal = true;
  const unknown = () => {
    isMinimal = false;
    return false;
  };
  const excludes = (restrictions: readonly Restriction[]) => {
    patience.check();
    const part = restrictedTo(outlook, restrictions);
    if (hasCycle(graphOf(forcedPrecedences(part)))) return true;
    const isFeasible = feasible(part.problem);
    return isFeasible === undefined ? unknown() : !isFeasible;
  };
  const isConflict = (restrictions: readonly Restriction[]) => patience.attempt(() => excludes(restrictions), unknown);
  const rules = minimalConflict(restrictionsOf(outlook), (chosen) => isConflict(chosen.flat()));
  const restrictions = minimalConflict(rules.flat(), isConflict);
  return { kind: "conflict", restrictions, isMinimal };
}
