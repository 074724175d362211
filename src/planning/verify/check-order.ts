// Under `ordering: verify`: whether the last moves come in the order that the manifest gives, equal values in one batch.

import type { PlanningProblem } from "../problem.js";
import type { RawBatch } from "../search-result.js";
import type { Violation } from "./violation.js";

interface LastMove {
  readonly group: number;
  readonly order: number;
  /** From 1. */
  readonly batch: number;
}

export function orderViolations(problem: PlanningProblem, batches: readonly RawBatch[]): readonly Violation[] {
  if (problem.ordering !== "verify") return [];
  const sorted = lastMoves(problem, batches).sort((a, b) => a.order - b.order || a.batch - b.batch);
  return sorted.flatMap((last, index): readonly Violation[] => {
    const before = sorted[index - 1];
    if (before === undefined || isInOrder(before, last)) return [];
    const { group, batch, order } = last;
    const told = `the last move of group ${group} (order ${order}) is in batch ${batch}`;
    return [
      {
        kind: "order",
        batch,
        group,
        message: `${told}, that of group ${before.group} (order ${before.order}) in ${before.batch}`,
      },
    ];
  });
}

function isInOrder(before: LastMove, after: LastMove): boolean {
  return before.order === after.order ? before.batch === after.batch : before.batch < after.batch;
}

function lastMoves({ groups, types }: PlanningProblem, batches: readonly RawBatch[]): LastMove[] {
  const orders = new Map(types.map(({ type, order }) => [type, order]));
  const last = new Map<number, number>();
  for (const [index, moves] of batches.entries()) {
    for (const { group } of moves) last.set(group, index + 1);
  }
  return [...last].map(([group, batch]) => ({ group, batch, order: orders.get(groups[group]?.type ?? "") ?? 0 }));
}
