// PLAN_BLOCKED: two types, of which neither may be updated before the other, nor both together.

import { invariant } from "../../base/index.js";
import type { VersionedType } from "../../model/index.js";
import type { PlanMessage } from "../answer.js";
import { combinationFacts, ruleFacts } from "./facts.js";
import type { Outlook } from "./outlook.js";
import type { Step } from "./precedences.js";
import { locationOf, refusalText } from "./references.js";
import type { Refused } from "./refused-in.js";
import type { RelaxationLimits } from "./relaxation.js";
import { stepNames } from "./step-names.js";
import { type CycleDiagnosis, type WaysOut, waysOutFacts, waysOutOf } from "./ways-out.js";
import { aligned, combinationText } from "./words.js";

/** Undefined for a circle of more than two. */
export function blockedMessage(
  outlook: Outlook,
  diagnosis: CycleDiagnosis,
  limits: RelaxationLimits,
): PlanMessage | undefined {
  const [one, other] = diagnosis.edges;
  if (diagnosis.edges.length !== 2 || one?.because === undefined || other?.because === undefined) return undefined;
  const { problem } = outlook;
  const [first, second] = [stepAt(diagnosis, one.before), stepAt(diagnosis, other.before)];
  const nameOf = stepNames(outlook, diagnosis.precedences.steps);
  // Where the first must come before the second, it is the second one's going first that shows the combination.
  const sightings: readonly Sighting[] = [
    { step: first, refused: other.because },
    { step: second, refused: one.because },
  ];
  const ways = waysOutOf(outlook, diagnosis, limits);
  return {
    code: "PLAN_BLOCKED",
    message: `${nameOf(first)} and ${nameOf(second)} cannot be updated one after the other`,
    lines: [
      ...aligned(
        sightings.map(({ step, refused }) => [
          `${nameOf(step)} first shows`,
          combinationText(problem, inOrder(refused.combination, [first, second])),
          refusalText(refused.rule, problem.constraints),
        ]),
        [2, 3, 0],
      ),
      toDo(outlook, ways),
    ],
    location: locationOf(sightings[0]?.refused.rule ?? one.because.rule),
    facts: {
      component_types: [first.type, second.type],
      combinations: sightings.map(({ refused }) => combinationFacts(problem, refused.combination)),
      rows: sightings.map(({ refused }) => ruleFacts(refused.rule)),
      ...waysOutFacts(outlook, ways),
    },
  };
}

interface Sighting {
  readonly step: Step;
  readonly refused: Refused;
}

function stepAt({ precedences }: CycleDiagnosis, number: number): Step {
  const step = precedences.steps[number];
  invariant(step !== undefined, `no step ${number}`);
  return step;
}

/** The two types first, in the same order in both lines, then whatever else the table speaks of. */
function inOrder(combination: readonly VersionedType[], steps: readonly Step[]): readonly VersionedType[] {
  const rank = ({ type }: VersionedType) => {
    const at = steps.findIndex((step) => step.type === type);
    return at === -1 ? steps.length : at;
  };
  return [...combination].sort((a, b) => rank(a) - rank(b));
}

function toDo({ problem }: Outlook, { single, together }: WaysOut): string {
  const orElse = "or add a version that works with both sides";
  const sets = together === undefined ? single : together.combinations;
  const only = sets.length === 1 ? sets[0] : undefined;
  if (only !== undefined) return `to make it possible: accept ${combinationText(problem, only)}, ${orElse}`;
  if (single.length > 0) return `to make it possible: accept one of the two combinations, ${orElse}`;
  if (together === undefined)
    return "to make it possible: add a version that works with both sides; other rules stand in the way as well";
  const all = together.combinations.map((combination) => combinationText(problem, combination)).join("; ");
  return `to make it possible: accept all of these: ${all}${together.isSmallest ? "" : " (fewer may do)"}`;
}
