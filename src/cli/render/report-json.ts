// The stable JSON form of a report. Times are ISO 8601 in UTC; a key that is not known is left out.

import type { CallFailure, CallReport, ComponentReport, DeploymentReport, RunReport } from "../../model/index.js";

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function componentJson(component: ComponentReport) {
  const { key, type, id, order, from, to, now, standing, reason, hint, remains } = component;
  return { component: key, type, id, order, from, to, now, state: standing, reason, hint, remains };
}

export function failureJson(failure: CallFailure) {
  const { component, call, reason, message, code, hint, exitCode, outputTail, at } = failure;
  return { component, call, reason, message, code, hint, exitCode, output: outputTail, at: iso(at) };
}

export function causeJson({ cause }: DeploymentReport) {
  if (cause === undefined) return undefined;
  if (cause.kind === "call") return { kind: cause.kind, ...failureJson(cause.failure) };
  if (cause.kind === "safety") return cause;
  return cause.kind === "hostReboot" ? { kind: cause.kind, message: cause.message } : { kind: cause.kind };
}

export function summaryJson(report: DeploymentReport) {
  const { id, manifestName, startedAt, endedAt, verdict, cancelled, phase, system, run } = report;
  return {
    deployment: id,
    system,
    run,
    manifest: manifestName,
    release: report.release,
    undoes: report.undoes,
    startedAt: iso(startedAt),
    endedAt: endedAt === undefined ? undefined : iso(endedAt),
    verdict,
    cancelled,
    phase,
    components: report.components.map(componentJson),
    skipped: report.skipped.map(({ key, ...skipped }) => ({ component: key, ...skipped })),
    cause: causeJson(report),
    decisions: report.decisions,
    resumesWith: report.resumesWith,
  };
}

export function pageJson(report: DeploymentReport) {
  return {
    ...summaryJson(report),
    runs: report.runs.map(runJson),
    calls: report.components.flatMap(({ key, calls }) => calls.map((call) => ({ component: key, ...callJson(call) }))),
    rollbackPoints: report.components.flatMap(({ key, pointCalls = [] }) =>
      pointCalls.map((call) => ({ component: key, ...call, startedAt: iso(call.startedAt) })),
    ),
    failures: report.failures.map(failureJson),
  };
}

function runJson(run: RunReport) {
  const endedAt = run.endedAt === undefined ? undefined : iso(run.endedAt);
  return { ...run, startedAt: iso(run.startedAt), endedAt };
}

function callJson({ call, status, startedAt, durationMilliseconds, answer }: CallReport) {
  return { call, status, startedAt: iso(startedAt), durationMilliseconds, answer };
}
