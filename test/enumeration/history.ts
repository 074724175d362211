// What an onlooker remembers of a deployment who sees only commands and events, never the machine's own context. It is
// kept as small as the rules allow (rules.ts), so that equal histories of different paths are one.

import type { Command, ComponentKey, DeploymentEvent, RebootNeed, State } from "../../src/model/index.js";

export interface Seen {
  readonly touched: boolean;
  readonly downloaded: boolean;
  readonly installed: boolean;
  readonly installStarted: boolean;
  readonly rebootNeed: RebootNeed | undefined;
  /** Its own reboot, or the host's for it, has been done. */
  readonly rebooted: boolean;
  readonly verified: boolean;
  readonly committed: boolean;
  readonly supportsRollback: boolean | undefined;
  readonly rollback: "no" | "failed" | "done";
  /** A rollback reboot that no verify has followed yet. */
  readonly rollbackRebooted: boolean;
  readonly verifyAttempts: number;
  readonly rollbackVerified: boolean | undefined;
  readonly failureRan: boolean;
  readonly cleanedUp: boolean;
}

export interface History {
  readonly groups: readonly (readonly ComponentKey[])[];
  readonly components: Readonly<Record<ComponentKey, Seen>>;
  /** Something failed, or somebody asked for the way back. */
  readonly failed: boolean;
  /** The group of the last rollback state. */
  readonly rollbackGroup: number;
  readonly cleaningGroup: number;
  readonly gates: readonly string[];
  /** Components of a host reboot that has just happened. */
  readonly justRebooted: readonly ComponentKey[];
}

const NOTHING_SEEN: Seen = {
  touched: false,
  downloaded: false,
  installed: false,
  installStarted: false,
  rebootNeed: undefined,
  rebooted: false,
  verified: false,
  committed: false,
  supportsRollback: undefined,
  rollback: "no",
  rollbackRebooted: false,
  verifyAttempts: 0,
  rollbackVerified: undefined,
  failureRan: false,
  cleanedUp: false,
};

export function startOf(groups: History["groups"]): History {
  return {
    groups,
    components: Object.fromEntries(groups.flat().map((key) => [key, NOTHING_SEEN])),
    failed: false,
    rollbackGroup: groups.length,
    cleaningGroup: -1,
    gates: [],
    justRebooted: [],
  };
}

export function seenOf(history: History, key: ComponentKey): Seen {
  return history.components[key] ?? NOTHING_SEEN;
}

export function groupOf(history: History, key: ComponentKey): number {
  return history.groups.findIndex((group) => group.includes(key));
}

/** The history after a command was given and this came of it. A request instead of an outcome: the command was not given. */
export function remember(history: History, command: Command, event: DeploymentEvent): History {
  switch (event.type) {
    case "rollbackRequested":
    case "cancelRequested":
      return { ...history, failed: true, justRebooted: [] };
    case "gatePassed":
      return command.kind === "passGate" ? { ...history, gates: [...history.gates, command.gate] } : history;
    case "hostRebooted":
    case "hostRebootFailed":
      return command.kind === "rebootHost" ? afterHostReboot(history, command, event.type === "hostRebooted") : history;
    case "queriesAnswered":
      return command.kind === "ask" ? afterAnswers(history, command, event) : history;
    case "stateSettled":
      return command.kind === "call" ? afterState(history, command, event.failed) : history;
  }
}

function change(history: History, keys: readonly ComponentKey[], to: (seen: Seen, key: ComponentKey) => Partial<Seen>) {
  const changed = keys.map((key): [ComponentKey, Seen] => {
    const seen = seenOf(history, key);
    return [key, { ...seen, ...to(seen, key) }];
  });
  return { ...history, justRebooted: [], components: { ...history.components, ...Object.fromEntries(changed) } };
}

function afterHostReboot(history: History, command: Extract<Command, { kind: "rebootHost" }>, ok: boolean): History {
  const { phase, components } = command;
  const isUpdate = phase === "update";
  const after = change(history, components, () => (isUpdate ? { rebooted: ok } : { rollbackRebooted: true }));
  return { ...after, failed: history.failed || (isUpdate && !ok), justRebooted: ok ? components : [] };
}

function afterAnswers(
  history: History,
  command: Extract<Command, { kind: "ask" }>,
  event: Extract<DeploymentEvent, { type: "queriesAnswered" }>,
): History {
  if (command.query === "SupportsRollback") {
    return change(history, command.components, (_, key) => ({ supportsRollback: event.answers[key] === true }));
  }
  const after = change(history, command.components, (_, key) => {
    const answer = event.answers[key];
    return typeof answer === "string" ? { rebootNeed: answer } : {};
  });
  return { ...after, failed: history.failed || event.failed.length > 0 };
}

const ROLLBACK: ReadonlySet<State> = new Set([
  "ArtifactRollback",
  "ArtifactRollbackReboot",
  "ArtifactVerifyRollbackReboot",
  "ArtifactFailure",
]);

export function isRollbackState(state: State): boolean {
  return ROLLBACK.has(state);
}

function afterState(
  history: History,
  { state, components }: Extract<Command, { kind: "call" }>,
  failed: readonly ComponentKey[],
): History {
  const group = Math.max(...components.map((key) => groupOf(history, key)));
  const after = change(history, components, (seen, key) => stateRan(seen, state, !failed.includes(key)));
  const isForward = !isRollbackState(state) && state !== "Cleanup";
  return {
    ...after,
    failed: history.failed || (isForward && failed.length > 0),
    ...(isRollbackState(state) ? { rollbackGroup: group } : {}),
    ...(state === "Cleanup" ? { cleaningGroup: group } : {}),
  };
}

function stateRan(seen: Seen, state: State, ok: boolean): Partial<Seen> {
  switch (state) {
    case "Download":
      return { touched: true, downloaded: ok };
    case "ArtifactInstall":
      return { installStarted: true, installed: ok };
    case "ArtifactReboot":
      return { rebooted: ok };
    case "ArtifactVerifyReboot":
      return { verified: ok };
    case "ArtifactCommit":
      return { committed: ok };
    case "ArtifactRollback":
      return { rollback: ok ? "done" : "failed" };
    case "ArtifactRollbackReboot":
      return { rollbackRebooted: true };
    case "ArtifactVerifyRollbackReboot":
      return { rollbackRebooted: false, rollbackVerified: ok, verifyAttempts: seen.verifyAttempts + 1 };
    case "ArtifactFailure":
      return { failureRan: true };
    case "Cleanup":
      return { cleanedUp: true };
  }
}
