// Carries out what the machine asks for, and writes it all down: a command is on disk before it is acted on, its fact
// before the next command. A crash at any moment leaves a journal from which the next run goes on (see fold.ts).

import { invariant } from "../base/index.js";
import { type DeploymentEvent, needsPoints, plannedComponents } from "../model/index.js";
import { type CallCommand, isCall } from "./call-command.js";
import { callEveryone } from "./calls.js";
import { accepts, firstStep, nextStep, placeOf, type Step } from "./chart.js";
import { type DeploymentFold, foldJournal, nothingKnown } from "./fold.js";
import { settleInterrupted } from "./interrupted-call.js";
import { interruptionOf } from "./interruption.js";
import { machineInput } from "./machine.js";
import type { Interfaces } from "./ports.js";
import { inconsistencies } from "./progress.js";
import { createRecorder, type Recorder } from "./recorder.js";
import { capturedIn, withRollbackPoints } from "./rollback-points.js";
import { type Roster, rosterOf } from "./roster.js";
import type { Deployment, RunEnd, RunPorts, RunRequest } from "./run.js";
import { watchOf } from "./watch.js";

/** The driver's own position: the step of the machine, and what an earlier run already did of its command. */
type Position = Pick<DeploymentFold, "step" | "given" | "facts" | "released" | "decisionsTold">;

interface Drive {
  readonly deployment: Deployment;
  readonly request: RunRequest;
  readonly ports: RunPorts;
  readonly recorder: Recorder;
  readonly roster: Roster;
  readonly failureKnown: boolean;
}

/**
 * Runs a deployment until it ends, stops where it was asked to, or is left. Throws JOURNAL_UNWRITABLE and
 * JOURNAL_FORMAT_UNKNOWN; whatever interfaces do is an outcome, not an exception.
 */
export async function driveDeployment(deployment: Deployment, request: RunRequest, ports: RunPorts): Promise<RunEnd> {
  const { plan, journal } = deployment;
  const fold = foldJournal(firstStep(machineInput(plan), watchOf(plan)), journal.records);
  if (request.verb === "rollback" && isTooLate(fold.step)) return { kind: "tooLate" };
  await endSurvivors(fold, ports);

  const recorder = createRecorder(journal, ports.observer);
  const { verb, stopBefore, exitOnReboot, programVersion } = request;
  const { bootId, pid } = ports.host;
  recorder.record({ type: "runStarted", verb, stopBefore, exitOnReboot, programVersion, bootId, pid });

  const roster = rosterOf(plan);
  const failureKnown = fold.step.snapshot.context.failed;
  const called = { ...ports, interfaces: interfacesOf(deployment, request, { ports, recorder }) };
  const drive = { deployment, request, ports: called, recorder, roster, failureKnown };
  return await leaving(drive, () => loop(drive, { ...fold, decisionsTold: tellDecisions(drive, fold) }));
}

/** Of components that declare what comes back with them, their data is captured and restored around their calls. */
function interfacesOf(
  { id, plan, journal }: Deployment,
  { leaveSignal }: RunRequest,
  { ports: { interfaces, rollback }, recorder }: { readonly ports: RunPorts; readonly recorder: Recorder },
): Interfaces {
  if (!plannedComponents(plan).some(needsPoints)) return interfaces;
  invariant(rollback !== undefined, "a plan with rollback points needs a place where they are kept");
  const captured = capturedIn(journal.records);
  return withRollbackPoints(interfaces, { ...rollback, deploymentId: id, recorder, captured, leaveSignal });
}

/**
 * Before an interrupted call is acted on, nothing of it may still be running. A call whose end is known is left alone: what
 * it started and left behind, such as a service, it meant to leave.
 */
async function endSurvivors({ step, given, facts, running, bootId }: DeploymentFold, ports: RunPorts): Promise<void> {
  const { command } = step;
  if (!given || !isCall(command) || command.components.every((key) => facts.has(key))) return;
  if (bootId !== ports.host.bootId) return;
  await ports.interfaces.endSurvivors([...running.values()]);
}

/** Races the work against the leave signal; whoever loses is not listened to any more. */
async function leaving(drive: Drive, work: () => Promise<RunEnd>): Promise<RunEnd> {
  const { leaveSignal } = drive.request;
  let leave = (): void => {};
  const left = new Promise<RunEnd>((resolve, reject) => {
    leave = () => {
      drive.recorder.note({ type: "runStopped", reason: "signal" });
      drive.recorder.close().then(() => resolve({ kind: "left" }), reject);
    };
  });
  if (leaveSignal.aborted) {
    leave();
    return await left;
  }
  leaveSignal.addEventListener("abort", leave);
  // A signal after the end concerns nobody: the journal is closed by then.
  return await Promise.race([work(), left]).finally(() => leaveSignal.removeEventListener("abort", leave));
}

async function loop(drive: Drive, start: Position): Promise<RunEnd> {
  let position = start;
  for (;;) {
    const event = requestedEvent(drive, position) ?? (await carryOut(drive, position));
    if ("kind" in event) return event;
    drive.recorder.record({ type: "eventHappened", event });
    const next = { ...nothingKnown(), step: nextStep(position.step, event), decisionsTold: position.decisionsTold };
    position = { ...next, decisionsTold: tellDecisions(drive, next) };
  }
}

/** Puts into the journal what the machine has decided and no run has told yet; answers how many have been told then. */
function tellDecisions({ recorder }: Drive, { step, decisionsTold }: Pick<Position, "step" | "decisionsTold">): number {
  const decisions = step.snapshot.context.safety?.decisions ?? [];
  for (const decision of decisions.slice(decisionsTold)) recorder.record({ type: "safetyDecided", decision });
  return decisions.length;
}

/** What a user or the disk wants of the machine, if anything; never while a command of an earlier run is unsettled. */
function requestedEvent({ request, deployment }: Drive, { step, given }: Position): DeploymentEvent | undefined {
  if (given && step.command.kind !== "ask") return undefined;
  const { context } = step.snapshot;
  const cancel: DeploymentEvent = { type: "cancelRequested" };
  if (request.cancelSignal.aborted && !context.cancelled && accepts(step, cancel)) return cancel;
  if (context.failed) return undefined;
  const isFull = deployment.journal.isOnReserve && !isCommitBegun(step);
  const reason = request.verb === "rollback" ? "user" : isFull ? "diskFull" : undefined;
  if (reason === undefined) return undefined;
  const rollback: DeploymentEvent = { type: "rollbackRequested", reason };
  return accepts(step, rollback) ? rollback : undefined;
}

/** From here on the way forward is the shorter one to journal, and a component that is committed may have no way back. */
function isCommitBegun({ snapshot }: Step): boolean {
  return !snapshot.matches("updating") && !snapshot.matches({ committing: "BeforeCommit" });
}

/** Carries out the step's command. Answers with what happened, or with how the run ends. */
async function carryOut(drive: Drive, position: Position): Promise<DeploymentEvent | RunEnd> {
  const { command } = position.step;
  switch (command.kind) {
    case "passGate":
      return drive.request.stopBefore.includes(command.gate)
        ? await stop(drive, position.step, command.gate)
        : { type: "gatePassed" };
    case "rebootHost":
      return position.given ? { type: "hostRebooted" } : await rebootHost(drive, position.step);
    case "end":
      return await end(drive, position.step);
    case "call":
    case "ask":
      return await callOrSettle(drive, position, command);
  }
}

async function callOrSettle(drive: Drive, position: Position, command: CallCommand): Promise<DeploymentEvent> {
  const session = { ...drive, signal: callSignal(drive, position.step) };
  let known = position.facts;
  if (position.given && command.kind === "call" && interruptionOf(command.state) !== "runsAgain") {
    const settlement = settleInterrupted(drive, command, position);
    if (settlement.kind === "settled") return settlement.event;
    known = settlement.known;
  }
  if (!position.given) await drive.recorder.give(command);
  const event = await callEveryone(session, command, known);
  drive.recorder.check();
  return event;
}

/** The way back and Cleanup are not to be cancelled; leaving ends every call. */
function callSignal({ request }: Drive, step: Step): AbortSignal {
  const isForward = step.snapshot.matches("updating") || step.snapshot.matches("committing");
  return isForward ? AbortSignal.any([request.cancelSignal, request.leaveSignal]) : request.leaveSignal;
}

async function stop(
  drive: Drive,
  step: Step,
  gate: "ArtifactCommit" | "ArtifactRollback" | "Cleanup",
): Promise<RunEnd> {
  drive.recorder.record({ type: "runStopped", reason: gate });
  await drive.recorder.settle();
  const { failed, cancelled } = step.snapshot.context;
  const inconsistent = gate === "Cleanup" ? inconsistencies(step.snapshot.context) : {};
  return { kind: "stopped", before: gate, failed, cancelled, failureKnown: drive.failureKnown, inconsistent };
}

/**
 * Everything is on disk before `reboot` is called, and nothing is called after it has returned: it counts as executed, and
 * the next run goes on with the verify (interface-protocol, section 3).
 */
async function rebootHost(drive: Drive, step: Step): Promise<DeploymentEvent | RunEnd> {
  await drive.recorder.give(step.command, { type: "runStopped", reason: "hostReboot" });
  if (drive.request.exitOnReboot) return { kind: "hostReboot" };
  try {
    await drive.ports.host.reboot();
    return { kind: "hostReboot" };
  } catch (thrown) {
    return { type: "hostRebootFailed", message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function end(drive: Drive, step: Step): Promise<RunEnd> {
  const { context } = step.snapshot;
  const inconsistent = inconsistencies(context);
  const verdict = step.command.kind === "end" ? step.command.verdict : "inconsistent";
  drive.recorder.record({ type: "deploymentEnded", verdict, cancelled: context.cancelled, inconsistent });
  await drive.recorder.settle();
  return { kind: "ended", verdict, cancelled: context.cancelled, failureKnown: drive.failureKnown, inconsistent };
}

/** After a success, Cleanup ends the time in which a rollback is possible. */
function isTooLate(step: Step): boolean {
  const { context } = step.snapshot;
  return !context.failed && (placeOf(step) === "cleaning.Cleanup" || placeOf(step) === "ended");
}
