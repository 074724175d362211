// The smallest relaxation: the fewest combinations that, if they were accepted, would make a plan possible. Every conflict
// must lose one of its combinations, so sets grow along the conflicts that are left, smallest sets first.

import type { VersionedType } from "../../model/index.js";
import { accepting } from "./accepting.js";
import { type Diagnosis, diagnose, type Feasible } from "./diagnosis.js";
import { type Outlook, withConstraints } from "./outlook.js";
import { refusedCombinations } from "./restrictions.js";

export interface Relaxation {
  /** Version identities. */
  readonly combinations: readonly (readonly VersionedType[])[];
  /** Whether fewer combinations are proven not to be enough. */
  readonly isSmallest: boolean;
}

export interface RelaxationLimits {
  readonly feasible: Feasible;
  readonly hasTime: () => boolean;
}

const MOST_SETS = 200;
const LARGEST_SET = 8;

/** Undefined where none was found. */
export function smallestRelaxation(
  outlook: Outlook,
  diagnosis: Diagnosis,
  { feasible, hasTime }: RelaxationLimits,
): Relaxation | undefined {
  let isSmallest = true;
  const seen = new Set<string>();
  const queue: Attempt[] = growing({ combinations: [], key: "", diagnosis, outlook });
  for (let at = 0; at < queue.length && at < MOST_SETS && hasTime(); at += 1) {
    const attempt = queue[at];
    if (attempt === undefined) break;
    const { constraints } = accepting(outlook.problem, attempt.combinations);
    const relaxed = withConstraints(outlook, constraints);
    const next = diagnose(relaxed, feasible);
    if (next.kind === "feasible") return { combinations: attempt.combinations, isSmallest };
    if (next.kind === "undecided") isSmallest = false;
    else if (attempt.combinations.length < LARGEST_SET)
      queue.push(...growing({ ...attempt, diagnosis: next, outlook: relaxed }));
  }
  return undefined;

  function growing(state: State): Attempt[] {
    const candidates = combinationsOf(state.outlook, state.diagnosis);
    if (candidates === undefined) isSmallest = false;
    return (candidates ?? []).flatMap((candidate) => {
      const combinations = [...state.combinations, candidate];
      const key = JSON.stringify(combinations.map((each) => JSON.stringify(each)).sort());
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ combinations, key }];
    });
  }
}

interface Attempt {
  readonly combinations: readonly (readonly VersionedType[])[];
  readonly key: string;
}

interface State extends Attempt {
  readonly diagnosis: Diagnosis;
  readonly outlook: Outlook;
}

/** One of these must be accepted for this diagnosis to fall; undefined where they cannot be listed. */
function combinationsOf(outlook: Outlook, diagnosis: Diagnosis) {
  switch (diagnosis.kind) {
    case "cycle":
      return diagnosis.edges.flatMap(({ because }) => (because === undefined ? [] : [because.combination]));
    case "conflict":
      return refusedCombinations(outlook, diagnosis.restrictions);
    default:
      return [];
  }
}
