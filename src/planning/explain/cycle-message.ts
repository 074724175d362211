// PLAN_CYCLE: the shortest circle of moves of which each must be finished before the next one starts.

import type { VersionedType } from "../../model/index.js";
import type { PlanMessage } from "../answer.js";
import { combinationFacts, ruleFacts } from "./facts.js";
import type { Outlook } from "./outlook.js";
import type { Precedence, Step } from "./precedences.js";
import { locationOf, ruleText } from "./references.js";
import type { RelaxationLimits } from "./relaxation.js";
import { stepNames } from "./step-names.js";
import { type CycleDiagnosis, type WaysOut, waysOutFacts, waysOutOf } from "./ways-out.js";
import { aligned, combinationText } from "./words.js";

const MOST_EDGES = 40;

export function cycleMessage(outlook: Outlook, diagnosis: CycleDiagnosis, limits: RelaxationLimits): PlanMessage {
  const { edges } = diagnosis;
  const ways = waysOutOf(outlook, diagnosis, limits);
  const first = edges.find(({ because }) => because !== undefined)?.because;
  const left = edges.length - MOST_EDGES;
  return {
    code: "PLAN_CYCLE",
    message: "each of these must finish before the next one starts",
    lines: [
      ...aligned(edges.slice(0, MOST_EDGES).map(edgeCells), [6, 5, 0]),
      ...(left > 0 ? [`and ${left} more, until ${nameAt(edges[0]?.before)} comes again`] : []),
      toDo(outlook, ways, edges),
    ],
    ...(first !== undefined && { location: locationOf(first.rule) }),
    facts: { cycle: edges.map(edgeFacts), ...waysOutFacts(outlook, ways) },
  };

  function edgeCells({ before, after, because }: Precedence): readonly string[] {
    const names = `${nameAt(before)} before ${nameAt(after)}`;
    if (because === undefined) return [names, "one after the other", "the same components"];
    const combination = inOrder(because.combination, [stepAt(before), stepAt(after)]);
    const what = `${combinationText(outlook.problem, combination)} is not acceptable`;
    return [names, what, ruleText(because.rule, outlook.problem.constraints)];
  }

  function edgeFacts({ before, after, because }: Precedence) {
    const about = { before: stepFacts(stepAt(before)), after: stepFacts(stepAt(after)) };
    if (because === undefined) return about;
    const combination = combinationFacts(outlook.problem, because.combination);
    return { ...about, combination, rows: [ruleFacts(because.rule)] };
  }

  function stepFacts(step: Step | undefined) {
    return { component_type: step?.type ?? "", count: outlook.problem.groups[step?.group ?? -1]?.count ?? 0 };
  }

  function stepAt(number: number): Step | undefined {
    return diagnosis.precedences.steps[number];
  }

  function nameAt(number = -1): string {
    const step = stepAt(number);
    return step === undefined ? "" : stepNames(outlook, diagnosis.precedences.steps)(step);
  }
}

/** What comes first in the circle comes first in the combination. */
function inOrder(
  combination: readonly VersionedType[],
  steps: readonly (Step | undefined)[],
): readonly VersionedType[] {
  const rank = ({ type }: VersionedType) => {
    const at = steps.findIndex((step) => step?.type === type);
    return at === -1 ? steps.length : at;
  };
  return [...combination].sort((a, b) => rank(a) - rank(b));
}

function toDo({ problem }: Outlook, { single, together }: WaysOut, edges: readonly Precedence[]): string {
  const texts = (combinations: readonly (readonly VersionedType[])[]) =>
    combinations.map((combination) => combinationText(problem, combination)).join("; ");
  if (single.length === edges.filter(({ because }) => because !== undefined).length) {
    return "accepting any one of these combinations makes a plan possible";
  }
  if (single.length === 1) return `accepting ${texts(single)} makes a plan possible`;
  if (single.length > 1) return `accepting one of these makes a plan possible: ${texts(single)}`;
  if (together === undefined)
    return "accepting one of these combinations is not enough: other rules stand in the way as well";
  const hedge = together.isSmallest ? "" : " (fewer may do)";
  return `accepting all of these makes a plan possible: ${texts(together.combinations)}${hedge}`;
}
