// The fewest updates that the ways of the groups allow, each pair of groups for itself, and ways that have no more: a lower
// bound that is usually met, and the first guess at how to meet it.

import type { CostFunction } from "./cost-function.js";
import { leastCost } from "./least-cost.js";
import type { Net } from "./net.js";
import { type Way, type Ways, waysOf } from "./ways.js";

export interface FewestWays {
  /** Weighted; no plan has fewer. Infinity: there is no plan. */
  readonly updates: number;
  /** The net with no other ways than some that have so few, or not many more. */
  readonly net: Net | undefined;
  readonly ways: Ways;
}

/** Undefined where they are not known. */
export function fewestWays(net: Net): FewestWays | undefined {
  const all = waysOf(net);
  if (all === undefined) return undefined;
  const sizes = all.ways.map(({ length }) => length);
  const least = leastCost(sizes, costs(net, all));
  const { bound, values } = least;
  const chosen = values?.map((way, at) => all.ways[at]?.[way] ?? []);
  return { updates: bound, ways: all, net: chosen && along(net, chosen) };
}

function costs({ groups }: Net, { ways, pairs }: Ways): readonly CostFunction[] {
  const single = ways.map((own, at): CostFunction => {
    const weight = groups[at]?.group.weight ?? 0;
    return { scope: [at], costs: Float64Array.from(own, (way) => weight * (way.length - 1)) };
  });
  const double = pairs.map(
    ({ one, other, isTogether }): CostFunction => ({
      scope: [one, other],
      costs: Float64Array.from(isTogether, (is) => (is === 1 ? 0 : Infinity)),
    }),
  );
  return [...single, ...double];
}

function along(net: Net, chosen: readonly Way[]): Net {
  const groups = net.groups.map((group, at) => {
    const way = chosen[at] ?? [];
    const moves = group.moves.map((list, node) => {
      const index = way.indexOf(node);
      return index < 0 ? [] : list.filter(({ to }) => to === way[index + 1]);
    });
    return { ...group, moves };
  });
  return { ...net, groups };
}
