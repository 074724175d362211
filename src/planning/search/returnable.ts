// The states from which the start can be reached again by safe moves, forward or rolled back. Searched backwards from the
// start; where every move has its reverse, each state inside a safe plan is one of them (a box is safe in both directions).

import { type Clock, OutOfTime } from "./clock.js";
import type { Part } from "./part.js";
import type { TaskGroup } from "./task.js";
import { Visible } from "./visible.js";

export function returnable(part: Part, clock: Clock): (nodes: readonly number[]) => boolean {
  if (isLossPlain(part)) return (nodes) => part.groups.every((group, at) => canReturn(group, nodes[at] ?? 0));
  const known = backwards(part, clock);
  return (nodes) => known.has(keyOf(nodes));
}

/**
 * Whether every move that cannot be undone leaves its group, by itself, without any way back. Then the first such move of a
 * plan is its point of no return, and what came before can be undone.
 */
export function isLossPlain({ groups }: Part): boolean {
  return groups.every((group) =>
    group.edges.every((edges) => edges.every(({ to, isReversible }) => isReversible || !canReturn(group, to))),
  );
}

/** By moves of its own, whatever the others do. */
export function canReturn({ returns }: TaskGroup, node: number): boolean {
  const seen = new Set([node]);
  for (const from of seen) for (const to of returns[from] ?? []) seen.add(to);
  return seen.has(0);
}

function keyOf(nodes: readonly number[]): string {
  return String.fromCharCode(...nodes);
}

const MOST_STATES = 1 << 18;

/** What was not acceptable at the start may be seen again on the way back to it. */
function backwards(part: Part, clock: Clock): ReadonlySet<string> {
  const visible = new Visible({ ...part, tolerated: [] });
  const sources = part.groups.map(sourcesOf);
  const start = part.groups.map(() => 0);
  const known = new Set([keyOf(start)]);
  const queue = [start];
  for (const nodes of queue) {
    clock.tick();
    if (known.size > MOST_STATES) throw new OutOfTime();
    const facts = part.groups.map((group, at) => group.facts[nodes[at] ?? 0] ?? 0);
    visible.enter(facts);
    for (const [at, group] of part.groups.entries()) {
      for (const source of sources[at]?.[nodes[at] ?? 0] ?? []) {
        const fact = group.facts[source] ?? 0;
        if (!visible.showMove(fact, group.offline)) continue;
        visible.hideMove(fact, group.offline);
        const before = nodes.with(at, source);
        if (known.has(keyOf(before))) continue;
        known.add(keyOf(before));
        queue.push(before);
      }
    }
    visible.leave(facts);
  }
  return known;
}

/** By node: the nodes from which a move, or the rollback of a move, leads to it. */
function sourcesOf({ returns }: TaskGroup): readonly (readonly number[])[] {
  return returns.map((_, to) => returns.flatMap((reached, from) => (reached.includes(to) ? [from] : [])));
}
