// Carries out the commands that call interfaces: all components of the group in parallel, one event when all have settled.
// One failing does not stop its neighbours' running call (interface-protocol, section 3).

import { invariant } from "../base/index.js";
import {
  type CallOutcome,
  type Command,
  type ComponentKey,
  type DeploymentEvent,
  type MachineAnswer,
  type MachineQuery,
  type Plan,
  type PlannedComponent,
  plannedComponents,
  type State,
} from "../model/index.js";
import type { CallFact } from "./fold.js";
import { INTERRUPTED, interruptionOf } from "./interruption.js";
import type { Recorder } from "./recorder.js";
import type { RunPorts } from "./run.js";

export type CallCommand = Extract<Command, { kind: "call" | "ask" }>;

export function isCall(command: Command): command is CallCommand {
  return command.kind === "call" || command.kind === "ask";
}

export interface CallSession {
  readonly ports: RunPorts;
  readonly recorder: Recorder;
  readonly component: (key: ComponentKey) => PlannedComponent;
  /** Ends the running calls. */
  readonly signal: AbortSignal;
}

/** What is known of a command that an earlier run gave; empty for a new one. */
export type KnownFacts = ReadonlyMap<ComponentKey, CallFact>;

export function componentLookup(plan: Plan): (key: ComponentKey) => PlannedComponent {
  const byKey = new Map(plannedComponents(plan).map((component) => [component.key, component]));
  return (key) => {
    const component = byKey.get(key);
    invariant(component !== undefined, `${key} is not a component of the plan`);
    return component;
  };
}

/** Runs the command for every component of which nothing is known yet. */
export async function callEveryone(
  session: CallSession,
  command: CallCommand,
  known: KnownFacts,
): Promise<DeploymentEvent> {
  const facts = await Promise.all(
    command.components.map(async (key): Promise<[ComponentKey, CallFact]> => {
      const fact = known.get(key) ?? (await callOne(session, command, session.component(key)));
      return [key, fact];
    }),
  );
  return eventOf(command, new Map(facts));
}

/** Settles a state that was interrupted and must not simply run again. */
export function settleInterrupted(recorder: Recorder, command: CallCommand, known: KnownFacts): DeploymentEvent {
  invariant(command.kind === "call", "a query is asked again, never settled as interrupted");
  const missing = command.components.filter((key) => !known.has(key));
  for (const component of missing) {
    recorder.record({ type: "callEnded", component, call: command.state, outcome: INTERRUPTED });
  }
  const verified = interruptionOf(command.state) === "isVerified";
  const failed = command.components.filter((key) => {
    const fact = known.get(key);
    return fact === undefined || isInterrupted(fact) ? !verified : !fact.outcome.ok;
  });
  return { type: "stateSettled", failed };
}

/** Noted by a run that died before it could say what the interruption means. */
function isInterrupted({ outcome }: CallFact): boolean {
  return !outcome.ok && outcome.reason === INTERRUPTED.reason;
}

async function callOne(session: CallSession, command: CallCommand, component: PlannedComponent): Promise<CallFact> {
  const call = command.kind === "call" ? command.state : command.query;
  const fact =
    command.kind === "call"
      ? { outcome: await callState(session, command.state, component) }
      : await ask(session, command.query, component);
  session.recorder.note({ type: "callEnded", component: component.key, call, ...fact });
  return fact;
}

async function callState(session: CallSession, state: State, component: PlannedComponent): Promise<CallOutcome> {
  const { interfaces, observer } = session.ports;
  const outcome = await interfaces.callState({
    component,
    state,
    signal: session.signal,
    onSpawned: spawnNoter(session, component, state),
    onProgress: (done, total) => observer.progressed(component.key, done, total),
  });
  if (state === "Cleanup" && !session.signal.aborted) await interfaces.removeWorkDir(component);
  return outcome;
}

async function ask(session: CallSession, query: MachineQuery, component: PlannedComponent): Promise<CallFact> {
  const { interfaces } = session.ports;
  const call = { component, signal: session.signal, onSpawned: spawnNoter(session, component, query) };
  const outcome =
    query === "NeedsArtifactReboot"
      ? await interfaces.askNeedsReboot(call)
      : await interfaces.askSupportsRollback(call);
  if (!outcome.ok) return { outcome };
  return { outcome: { ok: true, durationMilliseconds: outcome.durationMilliseconds }, answer: outcome.answer };
}

function spawnNoter({ recorder }: CallSession, component: PlannedComponent, call: State | MachineQuery) {
  return (process: { readonly pid: number; readonly startTicks: string }): void => {
    recorder.note({ type: "callSpawned", component: component.key, call, ...process });
  };
}

function eventOf(command: CallCommand, facts: ReadonlyMap<ComponentKey, CallFact>): DeploymentEvent {
  const failed = command.components.filter((key) => facts.get(key)?.outcome.ok !== true);
  if (command.kind === "call") return { type: "stateSettled", failed };
  const answers: Record<ComponentKey, MachineAnswer> = {};
  for (const [key, fact] of facts) {
    if (fact.answer !== undefined) answers[key] = fact.answer;
  }
  return { type: "queriesAnswered", answers, failed };
}
