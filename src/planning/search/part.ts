// A part of the task that shares no rule with the rest, and what every engine answers for it. Parts run side by side.

import type { NoReturnRule, Objective } from "../../model/index.js";
import type { Refused, WideTable } from "./compile.js";
import type { TaskGroup } from "./task.js";

export interface Part {
  /** Those that can move, most urgent first: by order, manifest position, index. */
  readonly groups: readonly TaskGroup[];
  readonly refused: readonly Refused[];
  readonly tolerated: readonly Refused[];
  readonly wide: readonly WideTable[];
  /** By fact, of the whole task. */
  readonly isPermanent: readonly boolean[];
  readonly isInitial: readonly boolean[];
  readonly columnOfFact: readonly number[];
  readonly firstFacts: readonly number[];
}

export interface PartRules {
  readonly objective: Objective;
  /** Whether there is a plan is all that is asked. */
  readonly isAnyGood: boolean;
  readonly pointOfNoReturn: NoReturnRule;
  /** Last moves follow the types' order: less is earlier, equal is together. */
  readonly isOrdered: boolean;
}

export interface PartMove {
  readonly group: TaskGroup;
  readonly from: number;
  readonly to: number;
}

export type PartBatches = readonly (readonly PartMove[])[];

export interface PartPlan {
  /** May be empty batches, where the part waits. */
  readonly batches: PartBatches;
  readonly updates: number;
  /** Index of the first batch that can lose the way back to the start; Infinity where there is none. */
  readonly noReturn: number;
  /** Nothing better was left untried within so many batches; false where time ran out. */
  readonly isBest: boolean;
}

/** What every plan needs at least, however its moves go together. */
export function plainLeast({ groups }: Part, { isOrdered }: PartRules) {
  const moving = groups.filter(({ goal }) => goal !== 0);
  const longest = moving.reduce((most, { shortest }) => Math.max(most, shortest), 0);
  const orders = isOrdered ? new Set(moving.map(({ order }) => order)).size : 0;
  const updates = moving.reduce((sum, { shortest, weight }) => sum + shortest * weight, 0);
  return { batches: Math.max(longest, orders), updates };
}

export function compareUrgency(a: TaskGroup, b: TaskGroup): number {
  return a.order - b.order || a.position - b.position || a.index - b.index;
}
