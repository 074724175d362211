// Every path of the machine, followed by an onlooker: a search over pairs of (place in the machine, history), so that the
// rules are checked on each command of each path although there are far too many paths to walk one by one.

import type { MachineInput } from "../../src/engine/index.js";
import { exploreMachine } from "./graph.js";
import { remember, startOf } from "./history.js";
import { broken } from "./rules.js";

export interface Enumeration {
  /** States of the machine: chart position, context and command. */
  readonly states: number;
  readonly transitions: number;
  /** Pairs of a state and a history that leads to it. */
  readonly situations: number;
  /** Different sequences of events from the start to an end. */
  readonly paths: bigint;
  /** Rules broken anywhere, with one place each. */
  readonly broken: ReadonlyMap<string, string>;
  /** Situations that go on and have no next step, or lie on a circle. */
  readonly endless: number;
}

interface Situation {
  readonly next: readonly number[];
  readonly isEnd: boolean;
}

export function enumeratePaths(groups: MachineInput): Enumeration {
  const nodes = exploreMachine(groups);
  const situations: Situation[] = [];
  const faults = new Map<string, string>();
  const known = new Map<string, number>();
  const waiting = [{ node: 0, history: startOf(groups) }];
  const indexOf = (situation: (typeof waiting)[number]): number => {
    const name = `${situation.node} ${JSON.stringify(situation.history)}`;
    const index = known.get(name) ?? (known.size === 0 ? 0 : waiting.push(situation) - 1);
    known.set(name, index);
    return index;
  };
  const [first] = waiting;
  if (first !== undefined) indexOf(first);
  for (let index = 0; index < waiting.length; index += 1) {
    const { node, history } = waiting[index] ?? { node: 0, history: startOf(groups) };
    const { step, edges } = nodes[node] ?? { step: undefined, edges: [] };
    if (step === undefined) continue;
    for (const name of broken(history, step.command)) {
      faults.set(name, `${JSON.stringify(step.command)} after ${JSON.stringify(history)}`);
    }
    situations.push({
      isEnd: step.command.kind === "end",
      next: edges.map(({ event, to }) => indexOf({ node: to, history: remember(history, step.command, event) })),
    });
  }
  const { paths, endless } = countPaths(situations);
  const transitions = nodes.reduce((sum, { edges }) => sum + edges.length, 0);
  return { states: nodes.length, transitions, situations: situations.length, paths, broken: faults, endless };
}

/** Takes away ends, then what leads only to them, and so on: what remains never ends. */
function countPaths(situations: readonly Situation[]): { readonly paths: bigint; readonly endless: number } {
  const open = situations.map(({ next }) => next.length);
  const before: number[][] = situations.map(() => []);
  situations.forEach(({ next }, index) => {
    for (const to of next) before[to]?.push(index);
  });
  const paths = situations.map(({ isEnd }): bigint => (isEnd ? 1n : 0n));
  const settled = situations.flatMap(({ isEnd }, index) => (isEnd ? [index] : []));
  for (let at = 0; at < settled.length; at += 1) {
    const index = settled[at] ?? 0;
    for (const from of before[index] ?? []) {
      paths[from] = (paths[from] ?? 0n) + (paths[index] ?? 0n);
      open[from] = (open[from] ?? 0) - 1;
      if (open[from] === 0) settled.push(from);
    }
  }
  return { paths: paths[0] ?? 0n, endless: situations.length - settled.length };
}
