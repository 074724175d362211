// Asks the planner, and turns its answer into plans that can be carried out: one, or the legs of a chain.

import type { ComponentKey, ManifestRelease, Plan, UpdateSequence } from "../model/index.js";
import { identityOf, semverScheme } from "../model/index.js";
import { type PlanningAnswer, type PlanningProblem, planUpdates } from "../planning/index.js";
import { type ChainDraft, draftChain } from "./chain/draft-chain.js";
import type { AppContext } from "./context.js";
import { type PlanChanges, UNCHANGED } from "./plan-changes.js";
import { budgetOf } from "./planning/budget.js";
import {
  type Installables,
  installablesOf,
  legPlans,
  maxParallelOf,
  type PlanningChoices,
  type Position,
  poseProblem,
  refuseContradictions,
  refuseFaults,
  type Subject,
  subjectsOf,
  walk,
  withSelfUpdates,
} from "./planning/index.js";
import { noReturnRefusal } from "./planning/no-return.js";
import type { Surveyed } from "./survey.js";

export interface ConstrainedOptions extends PlanningChoices {
  readonly manifestDigest: string;
  readonly release?: ManifestRelease;
  readonly timeoutSeconds?: number;
  readonly changePlans?: PlanChanges;
}

export interface Planned {
  readonly problem: PlanningProblem | undefined;
  readonly answer: PlanningAnswer;
  readonly legs: readonly Plan[];
  readonly chain: ChainDraft | undefined;
}

/** Throws PLAN_VERSION_…, PLAN_DEPENDS_UNMET and what the data store throws; a refusal of the planner is a value. */
export async function planWithConstraints(
  context: AppContext,
  surveyed: Surveyed,
  options: ConstrainedOptions,
): Promise<Planned> {
  const { manifest } = surveyed.loaded;
  const installables = installablesOf(surveyed.declared, surveyed.artifacts);
  refuseContradictions({ manifest, installables, ...surveyed });
  const subjects = subjectsOf({ manifest, installables, ...surveyed });
  const { problem, members } = pose(manifest, subjects, options);
  const answer = planUpdates(problem, budgetOf(context, options));
  if (!answer.isFeasible) return { problem, answer, legs: [], chain: undefined };
  const sequence = withSelfUpdates(answer.sequence, problem, members);
  return await carryOut(context, { surveyed, options, installables, subjects, problem, members, answer, sequence });
}

function pose(manifest: Surveyed["loaded"]["manifest"], subjects: readonly Subject[], choices: PlanningChoices) {
  const records = subjects.map(({ component, current, target }) => ({
    ...{ type: component.type, ids: [component.id], current, target, count: 1 },
  }));
  const { problem, groupOf } = poseProblem(manifest, records, choices);
  const members: Subject[][] = problem.groups.map(() => []);
  for (const [i, subject] of subjects.entries()) members[groupOf[i] ?? 0]?.push(subject);
  return { problem, members };
}

interface Feasible {
  readonly surveyed: Surveyed;
  readonly options: ConstrainedOptions;
  readonly installables: Installables;
  readonly subjects: readonly Subject[];
  readonly problem: PlanningProblem;
  readonly members: readonly (readonly Subject[])[];
  readonly answer: Extract<PlanningAnswer, { isFeasible: true }>;
  readonly sequence: UpdateSequence;
}

async function carryOut(context: AppContext, feasible: Feasible): Promise<Planned> {
  const { surveyed, options, installables, subjects, problem, members, answer, sequence } = feasible;
  const { manifest, topology } = surveyed.loaded;
  const { legs, faults } = walk({
    ...{ sequence, problem, members, dialect: topology.dialect, maxParallel: maxParallelOf(manifest) },
    start: startOf(subjects),
    artifactFor: ({ component }, version) => installables.get(component.type, version),
  });
  refuseFaults(faults);
  const rules = {
    pointOfNoReturn: manifest.planning.pointOfNoReturn,
    isNoReturnAccepted: options.isNoReturnAccepted === true,
  };
  const isThere = atTarget(manifest.componentTypes);
  const { changePlans = UNCHANGED } = options;
  const plans = changePlans.forward(legPlans({ manifest, sequence, subjects, legs, isThere, ...rules }));
  const plain = { ...answer, sequence };
  if (legs.length === 1) return finish({ problem, answer: plain, legs: plans, chain: undefined }, feasible);
  const budget = budgetOf(context, options);
  const drafted = await draftChain(context, { ...feasible, legs, plans, answer: plain, budget, changePlans });
  return finish({ problem, ...drafted }, feasible);
}

/** Self updates and lost artifacts come after the planner, and the rule for points of no return holds for them too. */
function finish(planned: Planned, { problem }: Feasible): Planned {
  const { answer } = planned;
  const refusal = answer.isFeasible ? noReturnRefusal(problem, answer) : undefined;
  if (refusal === undefined) return planned;
  return { problem, answer: { isFeasible: false, refusal, warnings: answer.warnings }, legs: [], chain: undefined };
}

function startOf(subjects: readonly Subject[]): ReadonlyMap<ComponentKey, Position> {
  return new Map(
    subjects.map(({ key, current, provides }) => [key, { version: identityOf(semverScheme, current), provides }]),
  );
}

function atTarget(entries: Surveyed["loaded"]["manifest"]["componentTypes"]) {
  const targets = new Map(entries.map(({ type, version }) => [type, version]));
  return ({ component, current, target }: Subject, { version }: Position): boolean => {
    const wanted = targets.get(component.type);
    if (wanted === undefined) return false;
    return version === wanted || (current === target && version === identityOf(semverScheme, current));
  };
}
