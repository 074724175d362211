// The earliest batch boundary at which a group could be at each of its nodes, if every other group could be anywhere it has ever
// been able to be. A lower bound, forward from the start and backward from the goal, and a proof where the goal is never met.

import type { Neighbours } from "./neighbours.js";
import { type Net, reversed } from "./net.js";

/** By group and node: batches from the start (or to the goal) at least; Infinity for never. */
export type Reach = readonly (readonly number[])[];

export function forward(net: Net): Reach {
  const moves = net.groups.map((group) => group.moves);
  return relax(
    net,
    moves,
    net.groups.map(() => 0),
  );
}

export function backward(net: Net): Reach {
  const moves = net.groups.map((group) => reversed(group.moves));
  return relax(
    net,
    moves,
    net.groups.map(({ goal }) => goal),
  );
}

/** Without the moves that no plan can contain, as far as pairs of groups tell. */
export function pruned(net: Net, first: Reach, left: Reach): Net {
  const { neighbours } = net;
  const reached = Int32Array.from(net.groups, ({ moves }, at) =>
    moves.reduce((bits, _, node) => (isOnWay(first, left, at, node) ? bits | (1 << node) : bits), 0),
  );
  const groups = net.groups.map((group, at) => ({
    ...group,
    moves: group.moves.map((list, from) =>
      ((reached[at] ?? 0) >> from) & 1
        ? list.filter(({ to }) => ((reached[at] ?? 0) >> to) & 1 && isPossible(neighbours[at], { from, to }, reached))
        : [],
    ),
  }));
  return { ...net, groups };
}

function isOnWay(first: Reach, left: Reach, at: number, node: number): boolean {
  return (first[at]?.[node] ?? Infinity) + (left[at]?.[node] ?? Infinity) < Infinity;
}

type Moves = readonly (readonly { readonly to: number }[])[];

function relax(net: Net, moves: readonly Moves[], starts: readonly number[]): Reach {
  const { neighbours } = net;
  const reach = net.groups.map(({ moves: own }, at) => own.map((_, node) => (node === starts[at] ? 0 : Infinity)));
  const reached = Int32Array.from(starts, (start) => 1 << start);
  for (let batch = 1, isGrowing = true; isGrowing; batch += 1) {
    isGrowing = false;
    const before = reached.slice();
    for (const [at, own] of moves.entries()) {
      for (const [from, list] of own.entries()) {
        if ((((before[at] ?? 0) >> from) & 1) === 0) continue;
        for (const { to } of list) {
          if ((((reached[at] ?? 0) >> to) & 1) === 1) continue;
          if (!isPossible(neighbours[at], { from, to }, before)) continue;
          reached[at] = (reached[at] ?? 0) | (1 << to);
          (reach[at] as number[])[to] = batch;
          isGrowing = true;
        }
      }
    }
  }
  return reach;
}

function isPossible(
  neighbours: Neighbours | undefined,
  { from, to }: { readonly from: number; readonly to: number },
  reached: Int32Array,
): boolean {
  if (neighbours === undefined) return true;
  for (const [at, masks] of neighbours.masks) {
    if (((reached[at] ?? 0) & ~((masks[from] ?? 0) | (masks[to] ?? 0))) === 0) return false;
  }
  return neighbours.wide.every(
    ({ node, others }) =>
      (node !== to && node !== from) || others.some((other) => ((reached[other.at] ?? 0) & ~(1 << other.node)) !== 0),
  );
}
