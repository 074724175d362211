// Where a plan is cut into deployments of their own: before the first batch that moves a component again.

import type { PlannedBatch } from "../../../model/index.js";

/** The numbers of the batches of each leg, from 0. One leg for a plan in which nothing moves twice. */
export function legsOf(batches: readonly PlannedBatch[]): readonly (readonly number[])[] {
  const legs: number[][] = [];
  let moved = new Set<number>();
  for (const [number, { moves }] of batches.entries()) {
    if (legs.length === 0 || moves.some(({ group }) => moved.has(group))) {
      legs.push([]);
      moved = new Set();
    }
    legs.at(-1)?.push(number);
    for (const { group } of moves) moved.add(group);
  }
  return legs;
}
