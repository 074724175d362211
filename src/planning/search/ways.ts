// The ways a group can take to its goal, what each costs, and which ways of two groups go together: those that the two can take
// side by side without showing a conflict of theirs. What third groups say is left out, so all of it is a lower bound.

import { conflictMasks } from "./least-updates.js";
import type { Net, NetGroup } from "./net.js";

/** Nodes from the start to the goal. */
export type Way = readonly number[];

export interface PairOfGroups {
  readonly one: number;
  readonly other: number;
  /** By way of the one, then of the other. */
  readonly isTogether: Uint8Array;
}

export interface Ways {
  /** By group, in the order of the moves. */
  readonly ways: readonly (readonly Way[])[];
  /** Where not all ways of the two go together. */
  readonly pairs: readonly PairOfGroups[];
}

/** More ways of a group are not looked at. */
const MAX_WAYS = 24;

/** Undefined where groups can walk in circles, or have very many ways. */
export function waysOf(net: Net): Ways | undefined {
  const ways: (readonly Way[])[] = [];
  for (const group of net.groups) {
    const own = waysOfGroup(group);
    if (own === undefined) return undefined;
    ways.push(own);
  }
  const pairs: PairOfGroups[] = [];
  conflictMasks(net).forEach((neighbours, one) => {
    for (const [other, masks] of neighbours) {
      if (other <= one) continue;
      const isTogether = together(ways[one] ?? [], ways[other] ?? [], masks);
      if (isTogether.includes(0)) pairs.push({ one, other, isTogether });
    }
  });
  return { ways, pairs };
}

function waysOfGroup({ moves, goal }: NetGroup): readonly Way[] | undefined {
  const ways: Way[] = [];
  let isTooMuch = (moves[goal] ?? []).length > 0;
  const way = [0];
  const extend = (node: number): void => {
    if (isTooMuch) return;
    if (node === goal) {
      ways.push([...way]);
      isTooMuch = ways.length > MAX_WAYS;
      return;
    }
    for (const { to } of moves[node] ?? []) {
      if (way.includes(to)) isTooMuch = true;
      way.push(to);
      extend(to);
      way.pop();
    }
  };
  extend(0);
  return isTooMuch ? undefined : ways;
}

function together(ones: readonly Way[], others: readonly Way[], masks: readonly number[]): Uint8Array {
  const result = new Uint8Array(ones.length * others.length);
  ones.forEach((one, at) => {
    others.forEach((other, index) => {
      if (areTogether(one, other, masks)) result[at * others.length + index] = 1;
    });
  });
  return result;
}

/** A batch that moves both is safe only where moving one after the other is, so single steps tell all. */
function areTogether(one: Way, other: Way, masks: readonly number[]): boolean {
  const width = other.length;
  const isReached = new Uint8Array(one.length * width);
  isReached[0] = 1;
  for (let at = 0; at < one.length; at += 1) {
    const mask = masks[one[at] as number] ?? 0;
    for (let index = 0; index < width; index += 1) {
      if (((mask >> (other[index] as number)) & 1) === 1) isReached[at * width + index] = 0;
      if (isReached[at * width + index] === 0) continue;
      isReached[(at + 1) * width + index] = 1;
      if (index + 1 < width) isReached[at * width + index + 1] = 1;
    }
  }
  return isReached[one.length * width - 1] === 1;
}
