// Carries out the commands that call interfaces: the components of the group in parallel, as many at once as the group
// allows, and one event when all have settled. One failing does not stop its neighbours' running call
// (interface-protocol, section 3), but a neighbour that still waits for its turn is not called for an update that has failed.

import type {
  CallOutcome,
  ComponentKey,
  DeploymentEvent,
  MachineAnswer,
  MachineQuery,
  QueryOutcome,
  State,
} from "../model/index.js";
import { currentVersion } from "../model/index.js";
import type { CallCommand } from "./call-command.js";
import type { CallFact } from "./fold.js";
import { interruptionOf, isOfUpdate } from "./interruption.js";
import type { Recorder } from "./recorder.js";
import type { Roster } from "./roster.js";
import type { RunPorts } from "./run.js";
import { createTurns } from "./turns.js";

export interface CallSession {
  readonly ports: RunPorts;
  readonly recorder: Recorder;
  readonly roster: Roster;
  /** Ends the running calls. */
  readonly signal: AbortSignal;
}

/** What is known of a command that an earlier run gave; empty for a new one. */
export type KnownFacts = ReadonlyMap<ComponentKey, CallFact>;

/** Runs the command for every component of which nothing is known yet. */
export async function callEveryone(
  session: CallSession,
  command: CallCommand,
  known: KnownFacts,
): Promise<DeploymentEvent> {
  const facts = new Map(isForCurrentVersions(command) ? [] : known);
  const turns = createTurns(command, session.roster);
  let isLost = false;
  const takeTurn = async (key: ComponentKey): Promise<CallFact | undefined> => {
    const isLimited = turns.isLimited(key);
    if (isLimited && (isLost || !(await mayStart(session, command, key)))) return undefined;
    const fact = await callOne(session, command, key);
    isLost ||= !fact.outcome.ok && command.kind === "call" && isOfUpdate(command.state);
    return fact;
  };
  const missing = command.components.filter((key) => !facts.has(key));
  await Promise.all(
    missing.map(async (key) => {
      const fact = await turns.take(key, () => takeTurn(key));
      if (fact !== undefined) facts.set(key, fact);
    }),
  );
  return eventOf(command, facts);
}

/** An answer of an earlier run says nothing of what a component runs now. */
function isForCurrentVersions(command: CallCommand): boolean {
  return command.kind === "ask" && command.query === "Provides";
}

/** That it starts is on disk before it does, where an interruption must know of whom the state has not run. */
async function mayStart({ recorder, signal }: CallSession, command: CallCommand, key: ComponentKey): Promise<boolean> {
  if (signal.aborted) return false;
  if (command.kind === "ask" || interruptionOf(command.state) === "runsAgain") return true;
  const isOnDisk = await recorder.release({ type: "callReleased", component: key, call: command.state });
  return isOnDisk && !signal.aborted;
}

async function callOne(session: CallSession, command: CallCommand, key: ComponentKey): Promise<CallFact> {
  const call = command.kind === "call" ? command.state : command.query;
  const fact =
    command.kind === "call"
      ? { outcome: await callState(session, command.state, key) }
      : factOf(await ask(session, command.query, key));
  session.recorder.note({ type: "callEnded", component: key, call, ...fact });
  return fact;
}

async function callState(session: CallSession, state: State, key: ComponentKey): Promise<CallOutcome> {
  const { interfaces, observer } = session.ports;
  const component = session.roster.planned(key);
  const outcome = await interfaces.callState({
    component,
    state,
    signal: session.signal,
    onSpawned: spawnNoter(session, key, state),
    onProgress: (done, total) => observer.progressed(key, done, total),
  });
  if (state === "Cleanup" && !session.signal.aborted) await interfaces.removeWorkDir(component);
  return outcome;
}

async function ask(session: CallSession, query: MachineQuery, key: ComponentKey): Promise<QueryOutcome<MachineAnswer>> {
  const { ports, roster, signal } = session;
  const call = { signal, onSpawned: spawnNoter(session, key, query) };
  switch (query) {
    case "NeedsArtifactReboot":
      return await ports.interfaces.askNeedsReboot({ ...call, component: roster.planned(key) });
    case "SupportsRollback":
      return await ports.interfaces.askSupportsRollback({ ...call, component: roster.planned(key) });
    case "Provides": {
      const component = roster.anyone(key);
      const outcome = await ports.interfaces.askProvides({ ...call, component });
      if (!outcome.ok) return outcome;
      const told = { interfaceName: component.interfaceName, versionKey: roster.versionKey(key) };
      return { ...outcome, answer: { version: currentVersion(outcome.answer, told) ?? "" } };
    }
  }
}

function factOf(outcome: QueryOutcome<MachineAnswer>): CallFact {
  if (!outcome.ok) return { outcome };
  return { outcome: { ok: true, durationMilliseconds: outcome.durationMilliseconds }, answer: outcome.answer };
}

function spawnNoter({ recorder }: CallSession, component: ComponentKey, call: State | MachineQuery) {
  return (process: { readonly pid: number; readonly startTicks: string }): void => {
    recorder.note({ type: "callSpawned", component, call, ...process });
  };
}

function eventOf(command: CallCommand, facts: KnownFacts): DeploymentEvent {
  const withdrawn = command.components.filter((key) => isWithdrawn(command, facts.get(key)));
  const failed = command.components.filter((key) => {
    const fact = facts.get(key);
    return fact?.outcome.ok === false && !isWithdrawn(command, fact);
  });
  const settled = { failed, ...(withdrawn.length > 0 && { withdrawn }) };
  if (command.kind === "call") return { type: "stateSettled", ...settled };
  const answers: Record<ComponentKey, MachineAnswer> = {};
  for (const key of command.components) {
    const answer = facts.get(key)?.answer;
    if (answer !== undefined) answers[key] = answer;
  }
  return { type: "queriesAnswered", answers, ...settled };
}

/** A question before an installation that a cancel cut short tells nothing of the component. */
function isWithdrawn(command: CallCommand, fact: CallFact | undefined): boolean {
  if (fact === undefined) return true;
  const isCancelled = !fact.outcome.ok && fact.outcome.reason === "cancelled";
  return isCancelled && command.kind === "ask" && command.phase === "update";
}
