// Short ways to write down a deployment by hand: each a command and what came of it.

import type { Command, DeploymentEvent, MachineAnswer, State, StopPoint, Verdict } from "../../src/model/index.js";

export type Happening = readonly [Command, DeploymentEvent?];

/** `ran("AB ArtifactInstall", "A")`: run for A and B, A failed. */
export function ran(what: string, failed = ""): Happening {
  const [ids = "", state] = what.split(" ");
  return [
    { kind: "call", state: state as State, components: [...ids] },
    { type: "stateSettled", failed: [...failed] },
  ];
}

export function answered(
  query: "NeedsArtifactReboot" | "SupportsRollback",
  answers: Record<string, MachineAnswer>,
): Happening {
  return [
    { kind: "ask", query, components: Object.keys(answers) },
    { type: "queriesAnswered", answers, failed: [] },
  ];
}

export const rebooted = (ids: string, phase: "update" | "rollback" = "update"): Happening => [
  { kind: "rebootHost", phase, components: [...ids] },
  { type: "hostRebooted" },
];
export const passed = (gate: StopPoint): Happening => [{ kind: "passGate", gate }, { type: "gatePassed" }];
export const ended = (verdict: Verdict): Happening => [{ kind: "end", verdict }];
