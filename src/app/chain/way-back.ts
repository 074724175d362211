// The way back from a place between two legs to where the chain started: planned like the way forward, with nothing but the
// moves that were made, turned round, and the artifacts that are kept.

import {
  type Constraints,
  identityOf,
  type Manifest,
  type MoveRule,
  type PlannedMove,
  semverScheme,
} from "../../model/index.js";
import {
  type Installable,
  type PlanningBudget,
  type PlanningProblem,
  type PlanningType,
  planUpdates,
} from "../../planning/index.js";
import type { PlanChanges } from "../plan-changes.js";
import { describeFault, type Leg, legPlans, type Position, type Subject, walk } from "../planning/index.js";
import type { WayBack } from "./chain-file.js";
import { restAfter } from "./rest.js";

export interface WayBackInput {
  readonly manifest: Manifest;
  readonly problem: PlanningProblem;
  readonly members: readonly (readonly Subject[])[];
  readonly subjects: readonly Subject[];
  /** Those that have been committed. */
  readonly legs: readonly Leg[];
  readonly maxParallel: ReadonlyMap<string, number>;
  readonly budget: PlanningBudget;
  readonly changePlans: PlanChanges;
  /** For a version, as an identity, that the component had before; a text says why there is none. */
  artifactBack(subject: Subject, version: string): Installable | string;
}

/** Every artifact that the legs of the way back need is among `needed`. */
export function planWayBack(input: WayBackInput): { readonly way: WayBack; readonly needed: readonly Installable[] } {
  const blocked = whyBlocked(input);
  if (blocked !== undefined) return { way: { exists: false, why: blocked }, needed: [] };
  const problem = turnedRound(input);
  const answer = planUpdates(problem, input.budget);
  if (!answer.isFeasible) return { way: { exists: false, why: answer.refusal.message }, needed: [] };
  const { manifest, members, subjects, maxParallel } = input;
  const start = input.legs.at(-1)?.after ?? new Map<string, Position>();
  const needed: Installable[] = [];
  const artifactFor = (subject: Subject, version: string): Installable => {
    const found = input.artifactBack(subject, version);
    if (typeof found === "string") throw new Error(found);
    needed.push(found);
    return found;
  };
  const { sequence } = answer;
  const dialect = manifest.dialect;
  const { legs, faults } = walk({ sequence, problem, members, start, dialect, maxParallel, artifactFor });
  const [fault] = faults;
  if (fault !== undefined) return { way: { exists: false, why: describeFault(fault) }, needed: [] };
  const plans = legPlans({
    ...{ manifest, sequence, subjects, legs, pointOfNoReturn: "allow", isNoReturnAccepted: true },
    isThere: ({ current }, { version }) => version === identityOf(semverScheme, current),
  });
  const rests = legs.map(({ after }) => restAfter(after, { manifest, problem, subjects }));
  return {
    way: {
      exists: true,
      legs: plans.flatMap((plan, i) =>
        rests[i] === undefined ? [] : [{ plan: input.changePlans.back(plan), rest: rests[i] }],
      ),
    },
    needed,
  };
}

/** A committed move without a reverse, or without the artifact for it. */
function whyBlocked({ legs, artifactBack }: WayBackInput): string | undefined {
  for (const { move, subjects } of legs.flatMap(({ moved }) => moved)) {
    if (move.from === move.to) continue;
    if (!move.isReversible) return `${move.type} cannot be rolled back from ${move.to} to ${move.from}`;
    for (const subject of subjects) {
      const found = artifactBack(subject, identityOf(semverScheme, move.from));
      if (typeof found === "string") return found;
    }
  }
  return undefined;
}

/** From where the legs have led, to where every component was. */
function turnedRound({ problem, members, legs }: WayBackInput): PlanningProblem {
  const here = legs.at(-1)?.after;
  const moves = legs.flatMap(({ moved }) => moved.map(({ move }) => move)).filter(({ from, to }) => from !== to);
  const groups = problem.groups.map((group, i) => {
    const key = members[i]?.[0]?.key;
    return { ...group, current: (key && here?.get(key)?.version) ?? group.current, target: group.current };
  });
  return {
    ...problem,
    groups,
    types: problem.types.map((type) =>
      typeBack(
        type,
        moves.filter((move) => move.type === type.type),
      ),
    ),
    constraints: acceptableToRest(problem.constraints),
    ordering: "auto",
    pointOfNoReturn: "allow",
  };
}

function typeBack(type: PlanningType, moves: readonly PlannedMove[]): PlanningType {
  const stones = type.stones.map(({ version }) => ({ version, isMandatory: false }));
  return { ...type, stones, moves: reversed(moves), rollback: { kind: "supported" } };
}

function reversed(moves: readonly PlannedMove[]): MoveRule {
  return { kind: "listed", pairs: moves.map(({ from, to }) => ({ from: exactly(to), to: exactly(from) })) };
}

function exactly(text: string) {
  return { text, matchers: [{ kind: "exact", version: identityOf(semverScheme, text) } as const] };
}

/** The start may be a combination that is acceptable on the way only: the way back to it is one all the same. */
function acceptableToRest(constraints: Constraints): Constraints {
  const tables = constraints.tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => (row.acceptable ? { ...row, list: "end_states" as const } : row)),
  }));
  return { ...constraints, tables };
}
