// What would make a plan possible where precedences go in a circle: which single one of the circle's combinations, or else how
// many combinations together.

import type { VersionedType } from "../../model/index.js";
import { accepting } from "./accepting.js";
import { type Diagnosis, graphOf, judge } from "./diagnosis.js";
import { combinationFacts } from "./facts.js";
import { type Outlook, withConstraints } from "./outlook.js";
import type { Precedence } from "./precedences.js";
import { type Relaxation, type RelaxationLimits, smallestRelaxation } from "./relaxation.js";
import { hasCycle } from "./shortest-cycle.js";

export type CycleDiagnosis = Extract<Diagnosis, { kind: "cycle" }>;

export interface WaysOut {
  /** Each of these combinations is enough alone. */
  readonly single: readonly (readonly VersionedType[])[];
  /** Where none is: several at once. */
  readonly together: Relaxation | undefined;
}

export function waysOutOf(outlook: Outlook, diagnosis: CycleDiagnosis, limits: RelaxationLimits): WaysOut {
  const candidates = diagnosis.edges.filter(({ because }) => because !== undefined);
  const { patience } = outlook.kin;
  const isEnough = (edge: Precedence) => limits.hasTime() && suffices(outlook, diagnosis, edge, limits);
  const single = candidates.filter((edge) =>
    patience.attempt(
      () => isEnough(edge),
      () => false,
    ),
  );
  if (single.length > 0) return { single: single.map(combinationOf), together: undefined };
  return { single: [], together: smallestRelaxation(outlook, diagnosis, limits) };
}

function combinationOf({ because }: Precedence): readonly VersionedType[] {
  return because?.combination ?? [];
}

/** Whether a plan is possible once the edge's combination is accepted. */
function suffices(
  outlook: Outlook,
  { precedences }: CycleDiagnosis,
  edge: Precedence,
  { feasible }: RelaxationLimits,
): boolean {
  if (precedences.isWhole) {
    const edges = precedences.edges.filter((other) => other !== edge);
    return !hasCycle(graphOf({ steps: precedences.steps, edges }));
  }
  const { constraints } = accepting(outlook.problem, [combinationOf(edge)]);
  return judge(withConstraints(outlook, constraints), feasible).kind === "feasible";
}

/** Sets of combinations, each of which is enough. */
export function waysOutFacts({ problem }: Outlook, { single, together }: WaysOut) {
  const sets = together === undefined ? single.map((combination) => [combination]) : [together.combinations];
  return {
    relaxations: sets.map((set) => set.map((combination) => combinationFacts(problem, combination))),
    ...(together !== undefined && { is_smallest: together.isSmallest }),
  };
}
