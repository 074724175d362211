// Everything that may happen at a step of the machine: every combination of components that fail, every answer, and what
// a user may ask for at any time.

import { accepts, type Step } from "../../src/engine/index.js";
import type { Command, ComponentKey, DeploymentEvent, MachineAnswer } from "../../src/model/index.js";

const REQUESTS: readonly DeploymentEvent[] = [
  { type: "rollbackRequested", reason: "user" },
  { type: "cancelRequested" },
];

/** What a component says of its version that is as the plan has it, and one that is not. */
export const AS_PLANNED = "v1";
export const CHANGED = "v3";

/** All events that the step accepts; none when the deployment has ended. */
export function movesOf(step: Step): readonly DeploymentEvent[] {
  const { command } = step;
  if (command.kind === "end") return [];
  return [...outcomesOf(command), ...REQUESTS].filter((event) => accepts(step, event));
}

function outcomesOf(command: Exclude<Command, { kind: "end" }>): readonly DeploymentEvent[] {
  switch (command.kind) {
    case "call":
      return combinations(command.components, [true, false]).map((oks) => ({
        type: "stateSettled",
        failed: keysWhere(oks, (ok) => !ok),
      }));
    case "ask":
      return combinations(command.components, answersOf(command)).map(queriesAnswered);
    case "rebootHost":
      return [{ type: "hostRebooted" }, { type: "hostRebootFailed", message: "planned" }];
    case "passGate":
      return [{ type: "gatePassed" }];
  }
}

/** `undefined`: the query failed. */
function answersOf(command: Extract<Command, { kind: "ask" }>): readonly (MachineAnswer | undefined)[] {
  switch (command.query) {
    case "NeedsArtifactReboot":
      return ["No", "Yes", "Automatic", undefined];
    case "SupportsRollback":
      return [true, false, undefined];
    case "Provides":
      return [{ version: AS_PLANNED }, { version: CHANGED }, undefined];
  }
}

function queriesAnswered(given: ReadonlyMap<ComponentKey, MachineAnswer | undefined>): DeploymentEvent {
  const answers: Record<ComponentKey, MachineAnswer> = {};
  for (const [key, answer] of given) if (answer !== undefined) answers[key] = answer;
  return { type: "queriesAnswered", answers, failed: keysWhere(given, (answer) => answer === undefined) };
}

function keysWhere<Value>(values: ReadonlyMap<ComponentKey, Value>, holds: (value: Value) => boolean) {
  return [...values].filter(([, value]) => holds(value)).map(([key]) => key);
}

/** Every way to give each key one of the values. */
function combinations<Value>(
  keys: readonly ComponentKey[],
  values: readonly Value[],
): readonly ReadonlyMap<ComponentKey, Value>[] {
  return keys.reduce<readonly ReadonlyMap<ComponentKey, Value>[]>(
    (found, key) => found.flatMap((map) => values.map((value) => new Map(map).set(key, value))),
    [new Map()],
  );
}
