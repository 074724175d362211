// What the planner is asked. Instance counts do not matter for planning (docs/planner.md), so components of the same type,
// current version and target are one group.

import type { SourceLocation } from "../base/index.js";
import type { Constraints, MoveRule, NoReturnRule, Objective, Ordering, RollbackRule } from "../model/index.js";

/** All versions are identities (model/version/scheme.ts). */
export interface PlanningGroup {
  readonly type: string;
  readonly current: string;
  /** The same as `current` for components that stay; they may still step aside where their moves allow it. */
  readonly target: string;
  readonly count: number;
  /** For messages; empty where only counts are known. */
  readonly ids: readonly string[];
}

export interface PlanningStone {
  readonly version: string;
  readonly isMandatory: boolean;
}

/** One for every type that has a group. */
export interface PlanningType {
  readonly type: string;
  /** Position in the manifest, from 0; types that it does not name come after those it does. */
  readonly position: number;
  readonly order: number;
  /** Component types that the manifest does not speak of do not move at all. */
  readonly isManaged: boolean;
  /** As the manifest lists them. A group may move into these and into the targets of its type's groups. */
  readonly stones: readonly PlanningStone[];
  readonly moves: MoveRule;
  readonly rollback: RollbackRule;
  /** Where it is written that components of the type may never run different versions; undefined where they may. */
  readonly mixedForbiddenAt?: SourceLocation;
}

export interface PlanningProblem {
  readonly groups: readonly PlanningGroup[];
  readonly types: readonly PlanningType[];
  readonly constraints: Constraints;
  readonly ordering: Ordering;
  readonly objective: Objective;
  readonly pointOfNoReturn: NoReturnRule;
  /** The weaker rule: no unacceptable combination that is not already there (`plan --repair`). */
  readonly isRepair: boolean;
  /** By type, then by identity: versions as authors and components write them, for everything that is shown. */
  readonly spellings: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Type and identity → the author's words. */
export function spell({ spellings }: PlanningProblem, type: string, version: string): string {
  return spellings.get(type)?.get(version) ?? version;
}

/** The planner has no clock of its own. */
export interface PlanningBudget {
  readonly milliseconds: number;
  readonly now: () => number;
}
