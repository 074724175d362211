// All that can be reached from the machine's first state, by own search over the pure step function.

import { firstStep, type MachineInput, nextStep, type Step } from "../../src/engine/index.js";
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

/** The first node is the start. */
export function exploreMachine(groups: MachineInput): readonly Node[] {
  const nodes: Node[] = [];
  const known = new Map<string, number>();
  const nodeOf = (step: Step): number => {
    const name = JSON.stringify([step.snapshot.value, step.snapshot.context, step.command]);
    const index = known.get(name) ?? nodes.push({ step, edges: [] }) - 1;
    known.set(name, index);
    return index;
  };
  nodeOf(firstStep(groups));
  // The list grows while it is walked.
  for (const [index, node] of nodes.entries()) {
    for (const event of movesOf(node.step)) {
      const to = nodeOf(nextStep(node.step, event));
      // A second Ctrl-C that changes nothing may come any number of times; it is not a way on.
      if (to !== index || !event.type.endsWith("Requested")) node.edges.push({ event, to });
    }
  }
  return nodes;
}
