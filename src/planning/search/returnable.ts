// The states from which the start can be reached again by safe moves, forward or rolled back. Searched backwards from the
// start; where every move has its reverse, each state inside a safe plan is one of them (a box is safe in both directions).

import type { Part } from "./part.js";
import type { TaskGroup } from "./task.js";
import { Visible } from "./visible.js";

export function returnable(part: Part): (nodes: readonly number[]) => boolean {
  if (part.groups.every((group) => group.edges.every((edges) => edges.every(({ isReversible }) => isReversible)))) {
    return () => true;
  }
  const known = backwards(part);
  return (nodes) => known.has(keyOf(nodes));
}

function keyOf(nodes: readonly number[]): string {
  return String.fromCharCode(...nodes);
}

function backwards(part: Part): ReadonlySet<string> {
  const visible = new Visible(part);
  const sources = part.groups.map(sourcesOf);
  const start = part.groups.map(() => 0);
  const known = new Set([keyOf(start)]);
  const queue = [start];
  for (const nodes of queue) {
    const facts = part.groups.map((group, at) => group.facts[nodes[at] ?? 0] ?? 0);
    visible.enter(facts);
    for (const [at, group] of part.groups.entries()) {
      for (const source of sources[at]?.[nodes[at] ?? 0] ?? []) {
        const fact = group.facts[source] ?? 0;
        if (!visible.show(fact)) continue;
        visible.hide(fact);
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
