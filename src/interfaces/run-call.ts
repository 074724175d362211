// One call of an interface, state or query: finds the executable, forms the arguments, runs the process, keeps its output.

import { messageOf } from "../base/index.js";
import type { CallFailed, Dialect } from "../model/index.js";
import { argumentsOf, type CalledComponent, type CallName, labelOf, subjectOf } from "./call-form.js";
import type { SpawnedProcess } from "./end-processes.js";
import { type CallAccount, failed, faultOf } from "./outcomes.js";
import { createAnswerSink, createLogSink, createTail, linesOf } from "./output.js";
import type { PipePool } from "./pipe-pool.js";
import { type RunningProcess, startProcess } from "./run-process.js";
import type { CallSettings } from "./settings.js";

export interface CallContext {
  readonly settings: CallSettings;
  readonly pool: PipePool;
}

export interface Call {
  readonly name: CallName;
  readonly component: CalledComponent;
  readonly dialect: Dialect;
  readonly workDir: string;
  readonly signal: AbortSignal;
  onSpawned(process: SpawnedProcess): void;
}

export interface StartedCall extends RunningProcess {
  readonly account: CallAccount;
}

export type AnsweredCall =
  | { readonly ok: true; readonly text: string; readonly account: CallAccount }
  | (CallFailed & { readonly account: CallAccount });

let callCount = 0;

/** Starts a state. Its output goes to the log at `info`. */
export async function startState(context: CallContext, call: Call): Promise<StartedCall> {
  const tail = createTail(context.settings.limits);
  const label = labelOf(call.component, call.name);
  const sink = createLogSink(context.settings, { label, tail });
  const account = openAccount(context, call, tail.lines);
  return { account, ...(await start(context, call, { stdout: sink, stderr: sink })) };
}

/**
 * Asks a query. The answer is trimmed; "" means the interface said nothing. Its stderr goes to the log at `info`; the tail
 * also has what it printed as its answer, which of a query that fails may well be the reason.
 */
export async function ask(context: CallContext, call: Call): Promise<AnsweredCall> {
  const { settings } = context;
  const tail = createTail(settings.limits);
  const label = labelOf(call.component, call.name);
  let running: RunningProcess | undefined;
  const answer = createAnswerSink(settings.limits.answerBytes, () => running?.stop("flood"));
  const stderr = createLogSink(settings, { label, tail });
  const account = openAccount(context, call, () => {
    const both = createTail(settings.limits);
    for (const line of [...linesOf(answer.text(), settings.limits), ...tail.lines()]) both.add(line);
    return both.lines();
  });
  running = await start(context, call, { stdout: answer, stderr });
  const end = await running.end;
  const fault = faultOf(account, answer.isTooLong() ? { kind: "ended", cause: "flood" } : end);
  if (fault !== undefined) return { ...failed(account, fault), account };
  return { ok: true, text: answer.text().trim(), account };
}

function openAccount(context: CallContext, { name }: Call, outputTail: () => readonly string[]): CallAccount {
  const { timeoutSeconds } = context.settings;
  return { subject: subjectOf(name), startedAt: performance.now(), timeoutSeconds, outputTail };
}

async function start(
  context: CallContext,
  call: Call,
  sinks: Pick<Parameters<typeof startProcess>[0], "stdout" | "stderr">,
): Promise<RunningProcess> {
  const { settings, pool } = context;
  const file = settings.executables.get(call.component.interfaceName);
  if (file === undefined) return notStarted(`no interface "${call.component.interfaceName}" is known`);
  callCount += 1;
  const request = {
    file,
    args: argumentsOf(call, call.component),
    cwd: call.workDir,
    mark: `${settings.marker}/${process.pid}.${callCount}`,
    environment: settings.environment,
    timeoutSeconds: settings.timeoutSeconds,
    limits: settings.limits,
    log: settings.log,
    signal: call.signal,
    onSpawned: call.onSpawned,
    ...sinks,
  };
  return await startProcess(request, pool).catch((thrown: unknown) => {
    return notStarted(`its output pipe cannot be made: ${messageOf(thrown)}`);
  });
}

function notStarted(message: string): RunningProcess {
  return { end: Promise.resolve({ kind: "notStarted", message }), stop: () => undefined };
}
