// The diagram of the deployment, made from the machine itself, in Mermaid's words.

import { deploymentMachine } from "../../src/engine/index.js";

type Node = (typeof deploymentMachine.root.states)[string];

/** The lines of a `stateDiagram-v2`. */
export function machineDiagram(): string {
  const sweeps = Object.values(deploymentMachine.root.states);
  return [
    "stateDiagram-v2",
    `  [*] --> ${deploymentMachine.root.config.initial ?? ""}`,
    ...sweeps.flatMap(drawSweep),
    ...sweeps.flatMap((sweep) => drawTransitions(sweep, "  ")),
    "  ended --> [*]",
  ].join("\n");
}

function drawSweep(sweep: Node): readonly string[] {
  const states = Object.values(sweep.states);
  if (states.length === 0) return [];
  return [
    `  state ${sweep.key} {`,
    `    [*] --> ${sweep.key}_${String(sweep.config.initial)}`,
    ...states.map((state) => `    state "${state.key}" as ${nameOf(state)}`),
    ...states.flatMap((state) => drawTransitions(state, "    ")),
    "  }",
  ];
}

function drawTransitions(state: Node, indent: string): readonly string[] {
  const lines = [...state.transitions.values(), state.always ?? []].flat().flatMap((transition) => {
    const { eventType, target, guard } = transition;
    const label = labelOf(eventType, guard);
    return (target ?? []).map((to) => `${indent}${nameOf(state)} --> ${nameOf(to)}${label}`);
  });
  return [...new Set(lines)];
}

function labelOf(eventType: string, guard: unknown): string {
  const event = eventType === "" ? "" : eventType.startsWith("xstate.done") ? "done" : eventType;
  const condition = guardName(guard);
  const words = [event, condition === undefined ? "" : `[${condition}]`].filter((word) => word !== "");
  return words.length === 0 ? "" : ` : ${words.join(" ")}`;
}

function guardName(guard: unknown): string | undefined {
  if (guard === undefined || typeof guard === "string") return guard;
  return typeof guard === "object" && guard !== null && "type" in guard ? String(guard.type) : "?";
}

function nameOf(state: { readonly key: string; readonly parent?: { readonly key: string } | undefined }): string {
  const parent = state.parent?.key;
  return parent === undefined || parent === deploymentMachine.root.key ? state.key : `${parent}_${state.key}`;
}
