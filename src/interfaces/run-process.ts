// Runs one executable in a process group of its own and follows it to its end: exit, signal, time-out, cancellation.
// Uses node:child_process and not execa: the output goes to named pipes that we open (a program cannot open the sockets
// of Node's "pipe" as /dev/stderr, and two of them lose the order of stdout and stderr), ending concerns the whole group,
// and a hundred processes at once took execa twice the time of their bare spawns. No shell is involved anywhere.

import { type ChildProcess, spawn } from "node:child_process";
import { setMaxListeners } from "node:events";
import type { Log } from "../base/index.js";
import { endCall, type SpawnedProcess } from "./end-processes.js";
import type { OutputSink } from "./output.js";
import { type OutputPipe, openOutputPipe } from "./output-pipe.js";
import { afterPatience } from "./patience.js";
import type { PipePool } from "./pipe-pool.js";
import { CALL_VARIABLE, startTicksOf } from "./proc.js";
import type { Limits } from "./settings.js";
import { whyNotStarted } from "./why-not-started.js";

/** setTimeout takes no more. */
const LONGEST_TIMEOUT_MILLISECONDS = 2 ** 31 - 1;

/** Why we ended a process ourselves. */
export type EndCause = "timeout" | "cancelled" | "flood" | "fault";

export type ProcessEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signalName: string }
  | { readonly kind: "ended"; readonly cause: EndCause }
  | { readonly kind: "notStarted"; readonly message: string };

export interface ProcessRequest {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Unique to this call; goes into the environment. */
  readonly mark: string;
  readonly timeoutSeconds: number;
  readonly limits: Limits;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The same sink for both keeps their order. */
  readonly stdout: OutputSink;
  readonly stderr: OutputSink;
  onSpawned(process: SpawnedProcess): void;
}

export interface RunningProcess {
  /** Settles when the process, and whatever had to be ended with it, is gone. Never rejects. */
  readonly end: Promise<ProcessEnd>;
  /** Ends the whole group, unless the process has ended. */
  stop(cause: EndCause): void;
}

type LeaderEnd = Exclude<ProcessEnd, { kind: "ended" }>;

/** Rejects when the pipes for the output cannot be made. */
export async function startProcess(request: ProcessRequest, pool: PipePool): Promise<RunningProcess> {
  const stdout = await openOutputPipe(pool, request.stdout);
  const stderr = request.stderr === request.stdout ? stdout : await openOutputPipe(pool, request.stderr);
  const pipes = stdout === stderr ? [stdout] : [stdout, stderr];
  const leader = launch(request, stdout, stderr);
  for (const pipe of pipes) pipe.handOver();
  return follow({ request, pipes, ...leader });
}

interface Leader {
  readonly pid: number | undefined;
  readonly gone: Promise<LeaderEnd>;
}

function launch(request: ProcessRequest, stdout: OutputPipe, stderr: OutputPipe): Leader {
  try {
    const child = spawn(request.file, request.args, {
      cwd: request.cwd,
      env: { ...request.environment, [CALL_VARIABLE]: request.mark },
      detached: true,
      stdio: ["ignore", stdout.descriptor, stderr.descriptor],
    });
    return { pid: child.pid, gone: goneOf(child, request.file) };
  } catch (thrown) {
    return {
      pid: undefined,
      gone: Promise.resolve({ kind: "notStarted", message: whyNotStarted(request.file, thrown) }),
    };
  }
}

function goneOf(child: ChildProcess, file: string): Promise<LeaderEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "notStarted", message: whyNotStarted(file, error) }));
    child.once("exit", (exitCode, signalName) => {
      if (exitCode === null) resolve({ kind: "signalled", signalName: signalName ?? "an unknown signal" });
      else resolve({ kind: "exited", exitCode });
    });
  });
}

function follow(running: Leader & { readonly request: ProcessRequest; readonly pipes: readonly OutputPipe[] }) {
  const { request, pipes, pid, gone } = running;
  const call = { group: pid ?? 0, mark: request.mark, log: request.log, ...request.limits };
  let isOver = pid === undefined;
  let cause: EndCause | undefined;
  let ending: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    ending = resolve;
  });

  function stop(why: EndCause): void {
    if (isOver || cause !== undefined) return;
    cause = why;
    void endCall(call).then(ending);
  }

  async function settle(): Promise<ProcessEnd> {
    const first = await Promise.race([gone, ended]);
    disarm();
    const isStopped = cause !== undefined;
    if (isStopped) await ended;
    isOver = true;
    const patience = isStopped ? 0 : request.limits.lingerMilliseconds;
    const areClosed = await Promise.all(pipes.map((pipe) => pipe.endsWithin(patience)));
    // Of a process that was never there nothing lingers, and its group would be our own.
    if (!isStopped && pid !== undefined && areClosed.includes(false)) await endLingering(request, call);
    await Promise.all(pipes.map((pipe) => pipe.close()));
    if (cause !== undefined) return { kind: "ended", cause };
    return first ?? { kind: "notStarted", message: "its end was not seen" };
  }

  const milliseconds = Math.min(request.timeoutSeconds * 1000, LONGEST_TIMEOUT_MILLISECONDS);
  const timer = afterPatience(milliseconds, () => stop("timeout"));
  const onAbort = () => stop("cancelled");
  const disarm = () => {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", onAbort);
  };
  if (pid !== undefined) request.onSpawned({ pid, startTicks: startTicksOf(pid) });
  setMaxListeners(0, request.signal); // All calls of a group may share one.
  request.signal.addEventListener("abort", onAbort);
  if (request.signal.aborted) onAbort();
  return { end: settle(), stop } satisfies RunningProcess;
}

/** Children that keep the output of an exited interface open would hold the call for ever. */
async function endLingering(
  request: ProcessRequest,
  call: { readonly group: number; readonly graceMilliseconds: number; readonly log: Log },
): Promise<void> {
  request.log.warning(`${request.file} has exited, but children of it hold its output open; they are ended`, {
    group: call.group,
  });
  // Not by the mark: what left the group on purpose, a daemon, may stay.
  await endCall({ group: call.group, graceMilliseconds: call.graceMilliseconds, log: call.log });
}
