// Folds a journal into a report. Pure and total: whatever prefix of a journal it is given, it says what that prefix knows.

import type { ComponentKey } from "./component.js";
import { deploymentName } from "./deployment-name.js";
import type { CallOutcome, MachineAnswer } from "./outcome.js";
import type { Plan } from "./plan.js";
import type { MachineQuery, State } from "./protocol.js";
import type { Command, DeploymentEvent, JournalRecord, StampedRecord } from "./records.js";
import type { CallFailure, CallReport, DeploymentReport, Phase, RollbackCause, RunEnd, RunReport } from "./report.js";
import { componentReports, skippedReports } from "./report-components.js";
import { failureOf, type Interruption, interruptedOutcome } from "./report-failure.js";
import { phaseOf, resumePoint } from "./report-phase.js";
import { applyPointRecord, interruptPointCalls, type PointCalls } from "./report-points.js";
import type { SafetyDecision } from "./safety-decision.js";

type Call = State | MachineQuery;

/** What is gathered while records are read; it lives only as long as the fold. */
interface Draft {
  started?: { record: Extract<JournalRecord, { type: "deploymentStarted" }>; at: number };
  ended?: { at: number; record: Extract<JournalRecord, { type: "deploymentEnded" }> };
  readonly runs: RunReport[];
  readonly calls: Map<ComponentKey, CallReport[]>;
  readonly pointCalls: PointCalls;
  readonly failures: CallFailure[];
  readonly decisions: SafetyDecision[];
  cause?: RollbackCause;
  phase: Phase;
  isRollingBack: boolean;
  isCancelled: boolean;
  /** The command whose event is not known yet. */
  open?: Command;
  /** What interrupted it first. */
  interruption?: Interruption;
}

/** What happened so far. `records` may be any beginning of a journal; empty ones give a report without an id. */
export function reportOf(plan: Plan, records: readonly StampedRecord[]): DeploymentReport {
  const draft: Draft = {
    runs: [],
    calls: new Map(),
    pointCalls: new Map(),
    failures: [],
    decisions: [],
    phase: "update",
    isRollingBack: false,
    isCancelled: false,
  };
  for (const { record, at } of records) apply(draft, record, at);
  return finish(draft, plan);
}

function finish(draft: Draft, plan: Plan): DeploymentReport {
  const resumesWith = draft.ended === undefined ? resumePoint(draft.runs.at(-1)?.end, draft.open) : undefined;
  return {
    ...startOf(draft.started?.record, plan),
    ...(plan.chain && { chain: plan.chain }),
    startedAt: draft.started?.at ?? 0,
    ...(draft.ended && { endedAt: draft.ended.at, verdict: draft.ended.record.verdict }),
    cancelled: draft.ended?.record.cancelled ?? draft.isCancelled,
    phase: draft.phase,
    runs: draft.runs,
    components: componentReports(plan, {
      calls: draft.calls,
      pointCalls: draft.pointCalls,
      isRollingBack: draft.isRollingBack,
      inconsistent: draft.ended?.record.inconsistent ?? {},
      decisions: draft.decisions,
    }),
    skipped: skippedReports(plan),
    ...(draft.cause && { cause: draft.cause }),
    failures: draft.failures,
    ...(draft.decisions.length > 0 && { decisions: draft.decisions }),
    ...(resumesWith && { resumesWith }),
  };
}

function startOf(started: Extract<JournalRecord, { type: "deploymentStarted" }> | undefined, { manifestName }: Plan) {
  if (started === undefined) return { id: "", manifestName };
  const { system, run, release, undoes } = started;
  return {
    ...{ id: deploymentName(started), manifestName: started.manifestName },
    ...(system !== undefined && { system }),
    ...(run && { run }),
    ...(release && { release }),
    ...(undoes && { undoes: deploymentName({ ...started, id: undoes }) }),
  };
}

function apply(draft: Draft, record: JournalRecord, at: number): void {
  switch (record.type) {
    case "deploymentStarted":
      draft.started = { record, at };
      return;
    case "runStarted":
      endRun(draft, "died", at);
      interruptCalls(draft, "died", at);
      draft.runs.push({ ...runOf(record), startedAt: at });
      return;
    case "commandGiven":
      giveCommand(draft, record.command, at);
      return;
    case "callSpawned":
      updateCall(draft, record, (call) => running(call, at), at);
      return;
    case "callEnded":
      endCall(draft, record, at);
      return;
    case "eventHappened":
      happen(draft, record.event, at);
      return;
    case "callReleased":
      return;
    case "captureStarted":
    case "captureEnded":
    case "restoreStarted":
    case "restoreEnded":
      applyPointRecord(draft.pointCalls, record, at);
      return;
    case "safetyDecided":
      decide(draft, record.decision);
      return;
    case "runStopped":
      if (record.reason === "signal") interruptCalls(draft, "signal", at);
      endRun(draft, record.reason, at);
      return;
    case "deploymentEnded":
      draft.ended = { at, record };
      draft.phase = "ended";
      endRun(draft, "ended", at);
      return;
  }
}

function runOf(record: Extract<JournalRecord, { type: "runStarted" }>): Omit<RunReport, "startedAt"> {
  const { verb, stopBefore, exitOnReboot, programVersion, pid } = record;
  return { verb, stopBefore, exitOnReboot, programVersion, pid };
}

/** A run that says nothing before the next begins has died. One that could not reboot the host goes on, and ends twice. */
function endRun(draft: Draft, end: RunEnd, at: number): void {
  const run = draft.runs.at(-1);
  if (run === undefined || (end === "died" && run.end !== undefined)) return;
  draft.runs[draft.runs.length - 1] = end === "died" ? { ...run, end } : { ...run, end, endedAt: at };
}

function giveCommand(draft: Draft, command: Command, at: number): void {
  draft.open = command;
  if (command.kind === "call" || command.kind === "ask") {
    const call = command.kind === "call" ? command.state : command.query;
    for (const key of command.components) startCall(draft, key, { call, status: "waiting", startedAt: at });
  }
  const phase = phaseOf(command);
  if (phase !== undefined) draft.phase = phase;
  if (phase === "rollback") draft.isRollingBack = true;
}

function callsOf(draft: Draft, key: ComponentKey): CallReport[] {
  const known = draft.calls.get(key);
  if (known !== undefined) return known;
  const calls: CallReport[] = [];
  draft.calls.set(key, calls);
  return calls;
}

/** Download begins with its queries: the first process is the start. */
function running(call: CallReport, at: number): CallReport {
  return call.status === "running" ? call : { ...call, status: "running", startedAt: at };
}

/** A call that is commanded again before it was begun (a resumed command) is the same call. */
function startCall(draft: Draft, key: ComponentKey, call: CallReport): void {
  const calls = callsOf(draft, key);
  const last = calls.at(-1);
  if (last?.call === call.call && last.status === "waiting") calls.pop();
  calls.push(call);
}

function updateCall(
  draft: Draft,
  at: { readonly component: ComponentKey; readonly call: Call },
  change: (call: CallReport) => CallReport,
  now: number,
): void {
  const calls = callsOf(draft, at.component);
  const index = calls.findLastIndex(({ call }) => call === at.call);
  const known = calls[index];
  const isOpen = known !== undefined && known.status !== "succeeded" && known.status !== "failed";
  if (isOpen) calls[index] = change(known);
  else calls.push(change({ call: at.call, status: "running", startedAt: now }));
}

interface Ended {
  readonly component: ComponentKey;
  readonly call: Call;
  readonly outcome: CallOutcome;
  readonly answer?: MachineAnswer;
}

/** An interruption is a failure only if the event that follows says so: a reboot is decided by its verify. */
function endCall(draft: Draft, ended: Ended, at: number): void {
  if (!ended.outcome.ok && ended.outcome.reason === "interrupted") {
    updateCall(draft, ended, (call) => ({ ...call, status: "interrupted" }), at);
  } else {
    settleCall(draft, ended, at);
  }
}

function settleCall(draft: Draft, { component, call, outcome, answer }: Ended, at: number): void {
  const failure = outcome.ok ? undefined : failureOf({ component, call }, outcome, at);
  if (failure !== undefined) fail(draft, failure);
  updateCall(
    draft,
    { component, call },
    (known) => ({
      ...known,
      status: outcome.ok ? "succeeded" : "failed",
      durationMilliseconds: outcome.durationMilliseconds,
      ...(answer !== undefined && { answer }),
      ...(failure && { failure }),
    }),
    at,
  );
}

/** On the way back a decision is no cause, but what came of it. */
function decide(draft: Draft, decision: SafetyDecision): void {
  draft.decisions.push(decision);
  if (!draft.isRollingBack && decision.kind !== "rests") draft.cause ??= { kind: "safety", decision };
}

/**
 * The first failure that is neither of the rollback nor of Cleanup, nor our own doing, is why there is a rollback. One of
 * SupportsRollback is an answer: `No`.
 */
function fail(draft: Draft, failure: CallFailure): void {
  draft.failures.push(failure);
  const isForward = failure.call !== "Cleanup" && failure.call !== "SupportsRollback" && !draft.isRollingBack;
  const isCause = isForward && failure.reason !== "cancelled";
  if (isCause) draft.cause ??= { kind: "call", failure };
}

function happen(draft: Draft, event: DeploymentEvent, at: number): void {
  delete draft.open;
  const interruption = draft.interruption ?? "died";
  delete draft.interruption;
  switch (event.type) {
    case "stateSettled":
    case "queriesAnswered":
      failInterrupted(draft, event.failed, { interruption, at });
      withdraw(draft, event.withdrawn ?? []);
      return;
    case "hostRebootFailed":
      draft.cause ??= { kind: "hostReboot", message: event.message };
      return;
    case "rollbackRequested":
      draft.cause ??= { kind: event.reason === "user" ? "requested" : "diskFull" };
      return;
    case "cancelRequested":
      draft.isCancelled = true;
      draft.cause ??= { kind: "cancelled" };
      return;
    case "hostRebooted":
    case "gatePassed":
      return;
  }
}

/** These were left without an end. Whether that is a failure is for the machine to say, in `failed`. */
function interruptCalls(draft: Draft, interruption: Interruption, at: number): void {
  if (draft.open !== undefined) draft.interruption ??= interruption;
  interruptPointCalls(draft.pointCalls);
  for (const [key, calls] of draft.calls) {
    const last = calls.at(-1);
    if (last?.status === "running" || last?.status === "waiting") {
      updateCall(draft, { component: key, call: last.call }, (call) => ({ ...call, status: "interrupted" }), at);
    }
  }
}

function failInterrupted(
  draft: Draft,
  failed: readonly ComponentKey[],
  { interruption, at }: { readonly interruption: Interruption; readonly at: number },
): void {
  for (const component of failed) {
    const last = draft.calls.get(component)?.at(-1);
    if (last?.status !== "interrupted") continue;
    settleCall(draft, { component, call: last.call, outcome: interruptedOutcome(interruption) }, at);
  }
}

/** A call that was never started is none. */
function withdraw(draft: Draft, withdrawn: readonly ComponentKey[]): void {
  for (const component of withdrawn) {
    const calls = callsOf(draft, component);
    const last = calls.at(-1)?.status;
    if (last === "waiting" || last === "interrupted") calls.pop();
  }
}
