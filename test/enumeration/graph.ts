// All that can be reached from the machine's first state, by own search over the pure step function.

import { firstStep, type MachineInput, nextStep, type Step, type Watch } from "../../src/engine/index.js";
import type { DeploymentEvent } from "../../src/model/index.js";
import { movesOf } from "./moves.js";

export interface Node {
  readonly step: Step;
  readonly edges: Edge[];
}

export interface Edge {
  readonly event: DeploymentEvent;
  /** Index of the node it leads to. */
  readonly to: number;
}

/** Of a plan made from constraints; and what may happen in it, where not everything shall. */
export interface Watched {
  readonly watch: Watch;
  readonly moves: (step: Step) => readonly DeploymentEvent[];
}

/** The first node is the start. */
export function exploreMachine(groups: MachineInput, watched?: Watched): readonly Node[] {
  const nodes: Node[] = [];
  const known = new Map<string, number>();
  const nodeOf = (step: Step): number => {
    const { safety, ...context } = step.snapshot.context;
    const remembered = safety && { ...safety, watch: undefined };
    const name = JSON.stringify([step.snapshot.value, context, step.command, remembered]);
    const index = known.get(name) ?? nodes.push({ step, edges: [] }) - 1;
    known.set(name, index);
    return index;
  };
  nodeOf(firstStep(groups, watched?.watch));
  const moves = watched?.moves ?? movesOf;
  // The list grows while it is walked.
  for (const [index, node] of nodes.entries()) {
    for (const event of moves(node.step)) {
      const to = nodeOf(nextStep(node.step, event));
      // A second Ctrl-C that changes nothing may come any number of times; it is not a way on.
      if (to !== index || !event.type.endsWith("Requested")) node.edges.push({ event, to });
    }
  }
  return nodes;
}
