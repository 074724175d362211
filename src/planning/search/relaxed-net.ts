// A net without what the relaxation shows to be useless, and how many batches it takes at least and at most.

import { type Net, netOf } from "./net.js";
import type { Part } from "./part.js";
import { backward, forward, pruned, type Reach } from "./relaxation.js";

export interface Relaxed {
  readonly net: Net;
  readonly first: Reach;
  readonly left: Reach;
  readonly batches: number;
}

const known = new WeakMap<Part, { readonly relaxed: Relaxed | undefined }>();

/** Of the whole part. Several engines ask. */
export function relaxedPart(part: Part): Relaxed | undefined {
  const before = known.get(part);
  if (before !== undefined) return before.relaxed;
  const found = relaxed(netOf(part));
  known.set(part, { relaxed: found });
  return found;
}

/** Undefined where a group cannot reach its goal even so: a proof that there is no plan. */
export function relaxed(net: Net): Relaxed | undefined {
  let current = net;
  for (;;) {
    const first = forward(current);
    if (current.groups.some(({ goal }, at) => first[at]?.[goal] === Infinity)) return undefined;
    const left = backward(current);
    if (left.some((reach) => reach[0] === Infinity)) return undefined;
    const next = pruned(current, first, left);
    if (countMoves(next) === countMoves(current))
      return { net: next, first, left, batches: leastBatches(next, first, left) };
    current = next;
  }
}

function countMoves({ groups }: Net): number {
  return groups.reduce((sum, { moves }) => moves.reduce((count, list) => count + list.length, sum), 0);
}

function leastBatches({ groups }: Net, first: Reach, left: Reach): number {
  return groups.reduce((most, { goal }, at) => Math.max(most, first[at]?.[goal] ?? 0, left[at]?.[0] ?? 0), 0);
}

/** No plan needs more: each batch moves a group at least, along a way without a circle. Infinity where there are circles. */
export function mostBatches({ groups }: Net): number {
  return groups.reduce((sum, { moves }) => sum + longestWay(moves), 0);
}

function longestWay(moves: readonly (readonly { readonly to: number }[])[]): number {
  const lengths = moves.map(() => -1);
  const visit = (node: number): number => {
    const known = lengths[node] ?? 0;
    if (known === -2) return Infinity;
    if (known >= 0) return known;
    lengths[node] = -2;
    const length = (moves[node] ?? []).reduce((most, { to }) => Math.max(most, visit(to) + 1), 0);
    lengths[node] = length;
    return length;
  };
  return visit(0);
}
