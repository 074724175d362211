// Components whose version is the target's already and that are yet not what the artifact would make them. The planner does
// not see them: whatever the batch, no version changes, so no combination does. They join the batches afterwards.

import type { PlannedBatch, PlannedMove, UpdateSequence } from "../../model/index.js";
import { type PlanningProblem, type PlanningType, spell } from "../../planning/index.js";
import type { Subject } from "./subjects.js";

/** `members`: the components of every group of the problem. */
export function withSelfUpdates(
  sequence: UpdateSequence,
  problem: PlanningProblem,
  members: readonly (readonly Subject[])[],
): UpdateSequence {
  const moved = new Set(sequence.batches.flatMap(({ moves }) => moves.map(({ group }) => group)));
  return problem.groups.reduce((found, { type, current }, group) => {
    const count = members[group]?.filter(({ isSelfUpdate }) => isSelfUpdate).length ?? 0;
    const entry = problem.types.find((each) => each.type === type);
    // A group that steps aside and comes back is installed on its return.
    if (count === 0 || moved.has(group) || entry === undefined) return found;
    const version = spell(problem, type, current);
    const isReversible = entry.rollback.kind !== "unsupported";
    return insert(found, { group, type, from: version, to: version, count, isReversible }, { problem, entry });
  }, sequence);
}

interface Where {
  readonly problem: PlanningProblem;
  readonly entry: PlanningType;
}

function insert(sequence: UpdateSequence, move: PlannedMove, where: Where): UpdateSequence {
  const { batches, bounds } = sequence;
  const found = batchFor(move, batches, where);
  const isNew = found === undefined;
  const index = found ?? placeOfNewBatch(batches, where);
  const inserted = isNew
    ? [...batches.slice(0, index), { moves: [move], because: [] }, ...batches.slice(index)]
    : batches.map((batch, i) => (i === index ? { ...batch, moves: sorted([...batch.moves, move], where) } : batch));
  const shifted = shift(sequence.pointOfNoReturn, index, isNew);
  return {
    ...sequence,
    batches: inserted,
    updates: sequence.updates + move.count,
    pointOfNoReturn: move.isReversible ? shifted : Math.min(shifted ?? inserted.length, index + 1),
    ...(bounds && { bounds: raised(bounds, { batches: isNew ? 1 : 0, updates: move.count }) }),
  };
}

/** One that cannot be rolled back waits for the end, unless the manifest's order has a place for it. */
function batchFor(move: PlannedMove, batches: readonly PlannedBatch[], { problem, entry }: Where): number | undefined {
  const own = batches.findIndex(({ moves }) => moves.some(({ type }) => type === move.type));
  if (own !== -1 && (move.isReversible || problem.ordering === "verify")) return own;
  if (problem.ordering !== "verify")
    return batches.length === 0 ? undefined : move.isReversible ? 0 : batches.length - 1;
  const same = batches.findIndex((batch) => orderOf(batch, problem) === entry.order);
  return same === -1 ? undefined : same;
}

function placeOfNewBatch(batches: readonly PlannedBatch[], { problem, entry }: Where): number {
  const later = batches.findIndex((batch) => orderOf(batch, problem) > entry.order);
  return later === -1 ? batches.length : later;
}

function orderOf({ moves }: PlannedBatch, { types }: PlanningProblem): number {
  const orders = moves.map(({ type }) => types.find((each) => each.type === type)?.order ?? 0);
  return Math.max(...orders);
}

function sorted(moves: readonly PlannedMove[], { problem }: Where): readonly PlannedMove[] {
  const position = new Map(problem.types.map((each) => [each.type, each.position]));
  return [...moves].sort((a, b) => (position.get(a.type) ?? 0) - (position.get(b.type) ?? 0) || a.group - b.group);
}

function shift(pointOfNoReturn: number | null, index: number, isNew: boolean): number | null {
  return pointOfNoReturn !== null && isNew && index < pointOfNoReturn ? pointOfNoReturn + 1 : pointOfNoReturn;
}

function raised(
  { batches, updates }: NonNullable<UpdateSequence["bounds"]>,
  by: { readonly batches: number; readonly updates: number },
): NonNullable<UpdateSequence["bounds"]> {
  return {
    batches: { least: batches.least + by.batches, found: batches.found + by.batches },
    updates: { least: updates.least + by.updates, found: updates.found + by.updates },
  };
}
