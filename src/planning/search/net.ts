// A part as a net: what single groups can do, and which of their versions may not be seen together. The common ground of the
// relaxation and of the bounded search.

import type { Refused } from "./compile.js";
import { type Conflict, type Member, type Neighbours, neighboursOf } from "./neighbours.js";
import type { Part } from "./part.js";
import { NO_FACT, type TaskGroup } from "./task.js";

export interface NetMove {
  readonly to: number;
  readonly isReversible: boolean;
}

export interface NetGroup {
  readonly group: TaskGroup;
  readonly goal: number;
  readonly moves: readonly (readonly NetMove[])[];
}

export interface Net {
  readonly groups: readonly NetGroup[];
  readonly conflicts: readonly Conflict[];
  /** May not be seen while groups are under way. Bounds and the relaxation do without: what they say holds all the same. */
  readonly underWay: readonly MovingConflict[];
  /** By group. */
  readonly neighbours: readonly Neighbours[];
}

/** Never to be seen together: one node each of the members, in a batch that moves all of the others. */
export interface MovingConflict {
  /** Indexes of groups. */
  readonly moving: readonly number[];
  readonly members: Conflict;
}

export function netOf(part: Part): Net {
  const groups = part.groups.map((group) => ({ group, goal: group.goal, moves: group.edges }));
  const showing = showingOf(part);
  const moving = movingOf(part);
  const isPlain = ({ facts }: Refused) => moving.size === 0 || facts.every((fact) => !moving.has(fact));
  const conflicts = part.refused.flatMap((each) => (isPlain(each) ? conflictsOf(part, each.facts, showing) : []));
  const underWay = part.refused.flatMap((each) =>
    isPlain(each) ? [] : movingConflicts(part, each.facts, { showing, moving }),
  );
  return { groups, conflicts, underWay, neighbours: neighboursOf(groups, conflicts) };
}

/** Only moves on a shortest way of their group. */
export function shortestOnly(net: Net): Net {
  return { ...net, groups: net.groups.map((group) => ({ ...group, moves: shortestMoves(group) })) };
}

/** Weighted updates, if every group takes a shortest way. */
export function shortestUpdates({ groups }: Net): number {
  return groups.reduce((sum, { group, goal, moves }) => sum + group.weight * (distances(moves, 0)[goal] ?? 0), 0);
}

/** One member per fact, in every way; a fact that is always there need not be said. */
function conflictsOf(part: Part, facts: readonly number[], showing: Showing): readonly Conflict[] {
  let conflicts: readonly Conflict[] = [[]];
  for (const fact of facts) {
    if (part.isPermanent[fact] === true) continue;
    const members = showing.get(fact) ?? [];
    conflicts = conflicts.flatMap((conflict) => members.map((member) => [...conflict, member]));
  }
  return conflicts;
}

function movingConflicts(
  part: Part,
  facts: readonly number[],
  { showing, moving }: { readonly showing: Showing; readonly moving: ReadonlyMap<number, readonly number[]> },
): readonly MovingConflict[] {
  let sets: readonly (readonly number[])[] = [[]];
  for (const fact of facts) {
    const groups = moving.get(fact);
    if (groups !== undefined) sets = sets.flatMap((set) => groups.map((at) => [...set, at]));
  }
  const plain = conflictsOf(
    part,
    facts.filter((fact) => !moving.has(fact)),
    showing,
  );
  return sets.flatMap((set) => plain.map((members) => ({ moving: set, members })));
}

/** By the fact of being under way: the groups that show it when they move. */
function movingOf({ groups }: Part): ReadonlyMap<number, readonly number[]> {
  const moving = new Map<number, number[]>();
  groups.forEach(({ offline }, at) => {
    if (offline === NO_FACT) return;
    const known = moving.get(offline);
    if (known === undefined) moving.set(offline, [at]);
    else known.push(at);
  });
  return moving;
}

/** By fact: who can show it. */
type Showing = ReadonlyMap<number, readonly Member[]>;

function showingOf({ groups }: Part): Showing {
  const showing = new Map<number, Member[]>();
  groups.forEach(({ facts }, at) => {
    facts.forEach((fact, node) => {
      const known = showing.get(fact);
      if (known === undefined) showing.set(fact, [{ at, node }]);
      else known.push({ at, node });
    });
  });
  return showing;
}

function shortestMoves({ moves, goal }: NetGroup): readonly (readonly NetMove[])[] {
  const from = distances(moves, 0);
  const to = distances(reversed(moves), goal);
  return moves.map((list, node) =>
    list.filter((move) => (from[node] ?? Infinity) + 1 + (to[move.to] ?? Infinity) === from[goal]),
  );
}

export function distances(edges: readonly (readonly { readonly to: number }[])[], start: number): readonly number[] {
  const result = edges.map(() => Infinity);
  result[start] = 0;
  const queue = [start];
  for (const node of queue) {
    for (const { to } of edges[node] ?? []) {
      if (result[to] !== Infinity) continue;
      result[to] = (result[node] ?? 0) + 1;
      queue.push(to);
    }
  }
  return result;
}

export function reversed(
  edges: readonly (readonly { readonly to: number }[])[],
): readonly (readonly { to: number }[])[] {
  const result: { to: number }[][] = edges.map(() => []);
  edges.forEach((moves, from) => {
    for (const { to } of moves) result[to]?.push({ to: from });
  });
  return result;
}
