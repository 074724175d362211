// The smallest relaxation: the fewest combinations that, if they were accepted, would make a plan possible. Every conflict
// must lose one of its combinations, so sets grow along the conflicts that are left, smallest sets first.

import type { ConstraintTable, RefusingRule, Requirement, VersionedType } from "../../model/index.js";
import { accepting } from "./accepting.js";
import { type Diagnosis, type Feasible, judge, type Verdict } from "./diagnosis.js";
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
  limits: RelaxationLimits,
): Relaxation | undefined {
  return outlook.kin.patience.attempt(
    () => findSmallest(outlook, diagnosis, limits),
    () => undefined,
  );
}

function findSmallest(
  outlook: Outlook,
  diagnosis: Diagnosis,
  { feasible, hasTime }: RelaxationLimits,
): Relaxation | undefined {
  let isSmallest = true;
  let asked = 0;
  const reasons: Diagnosis[] = [];
  const seen = new Set<string>();
  let attempts = growing({ combinations: [], outlook }, diagnosis);
  for (let size = 1; size <= LARGEST_SET && attempts.length > 0; size += 1) {
    const failed: Failed[] = [];
    for (const attempt of attempts) {
      if (asked >= MOST_SETS || !hasTime()) return undefined;
      asked += 1;
      const known = knownReason(attempt.outlook, reasons);
      const verdict: Verdict =
        known === undefined ? judge(attempt.outlook, feasible) : { kind: "impossible", diagnosis: () => known };
      if (verdict.kind === "feasible") return { combinations: attempt.combinations, isSmallest };
      if (verdict.kind === "impossible") failed.push({ attempt, diagnosis: verdict.diagnosis });
      else isSmallest = false;
    }
    // Why a set is not enough takes longer to tell than that it is not, and often nobody has to know.
    attempts = size === LARGEST_SET ? [] : failed.flatMap(grownFrom);
  }
  return undefined;

  function grownFrom({ attempt, diagnosis: diagnosed }: Failed): readonly Attempt[] {
    const known = knownReason(attempt.outlook, reasons);
    const reason = known ?? diagnosed();
    if (known === undefined) reasons.push(reason);
    return growing(attempt, reason);
  }

  function growing(grown: Attempt, reason: Diagnosis): readonly Attempt[] {
    const candidates = combinationsOf(grown.outlook, reason);
    if (candidates === undefined) isSmallest = false;
    return (candidates ?? []).flatMap((candidate) => {
      const combinations = [...grown.combinations, candidate];
      const key = JSON.stringify(combinations.map((each) => JSON.stringify(each)).sort());
      if (seen.has(key)) return [];
      seen.add(key);
      return [attemptOf(combinations)];
    });
  }

  function attemptOf(combinations: Attempt["combinations"]): Attempt {
    let relaxed: Outlook | undefined;
    return {
      combinations,
      get outlook() {
        relaxed ??= withConstraints(outlook, accepting(outlook.problem, combinations).constraints);
        return relaxed;
      },
    };
  }
}

interface Attempt {
  readonly combinations: readonly (readonly VersionedType[])[];
  readonly outlook: Outlook;
}

interface Failed {
  readonly attempt: Attempt;
  readonly diagnosis: () => Diagnosis;
}

/** A reason that was found for another set and holds for this one too, since it leaves all of its rules as they were. */
function knownReason({ problem }: Outlook, reasons: readonly Diagnosis[]): Diagnosis | undefined {
  if (reasons.length === 0) return undefined;
  const { tables, requirements } = problem.constraints;
  const sources = new Set<ConstraintTable | Requirement>([...tables, ...requirements]);
  return reasons.find((reason) => sourcesOf(reason)?.every((source) => sources.has(source)) === true);
}

function sourcesOf(reason: Diagnosis): readonly (ConstraintTable | Requirement)[] | undefined {
  switch (reason.kind) {
    case "cycle":
      return reason.edges.flatMap(({ because }) => (because === undefined ? [] : [sourceOf(because.rule)]));
    case "conflict":
      return reason.restrictions.map(sourceOf);
    default:
      return undefined;
  }
}

function sourceOf(rule: RefusingRule): ConstraintTable | Requirement {
  return rule.kind === "requirement" ? rule.requirement : rule.table;
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
