// One step of the chart, with what XState's pure transition functions return put into our words: every stable state
// asks for exactly one command, the last one given on the way into it.

import { initialTransition, transition } from "xstate";
import { invariant } from "../base/index.js";
import type { Command, DeploymentEvent } from "../model/index.js";
import { type DeploymentSnapshot, deploymentMachine } from "./machine.js";
import type { MachineInput } from "./state-kinds.js";
import type { Watch } from "./watch.js";

export interface Step {
  readonly snapshot: DeploymentSnapshot;
  /** What the driver is to do now. */
  readonly command: Command;
}

/** `watch`: only for plans made from constraints. */
export function firstStep(groups: MachineInput, watch?: Watch): Step {
  const [snapshot, actions] = initialTransition(deploymentMachine, { groups, watch });
  return { snapshot, command: lastGiven(actions, undefined) };
}

export function nextStep(step: Step, event: DeploymentEvent): Step {
  const [snapshot, actions] = transition(deploymentMachine, step.snapshot, event);
  return { snapshot, command: lastGiven(actions, step.command) };
}

export function accepts(step: Step, event: DeploymentEvent): boolean {
  return step.snapshot.can(event);
}

/** Where the deployment stands, in the words of the protocol: `updating.ArtifactInstall`. */
export function placeOf(step: Step): string {
  const { value } = step.snapshot;
  if (typeof value === "string") return value;
  return Object.entries(value)
    .map(([sweep, state]) => `${sweep}.${String(state)}`)
    .join(",");
}

type Actions = ReturnType<typeof transition<typeof deploymentMachine>>[1];

function lastGiven(actions: Actions, unchanged: Command | undefined): Command {
  const given = actions.findLast((action) => action.type === "give");
  const command = (given?.params as Command | undefined) ?? unchanged;
  invariant(command !== undefined, "the chart rests in a state that asks for nothing");
  return command;
}
