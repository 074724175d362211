// One command of a case, typed at the built program. Where the case sends the program a signal, the recorder says "here"
// from within the call and then waits, so the signal comes neither too early nor too late.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { programPath } from "../../support/index.js";
import { type Fault, SIGNALS, type SignalKind } from "../faults.js";
import type { Run } from "../table/index.js";
import type { Stage } from "./stage.js";

const LOOK_EVERY_MILLISECONDS = 5;
/** A program that is still there by then hangs. */
const GIVE_UP_MILLISECONDS = 150_000;

interface SignalFault extends Fault {
  readonly kind: SignalKind;
}

/** A call that was waiting when the program got its signal. */
export interface LeftBehind {
  readonly kind: SignalKind;
  /** Of a component's interface, and not the host's reboot, which nobody ends. */
  readonly isInterface: boolean;
  readonly pid: number;
}

export interface Played {
  readonly exit: Run["exit"];
  /** What the program said, for a person who has to find out what went wrong. */
  readonly output: string;
  readonly leftBehind: readonly LeftBehind[];
}

/** `done` holds the faults whose signal was sent, in this run or in an earlier one; it is added to. */
export async function play(stage: Stage, command: string, done: Set<Fault>): Promise<Played> {
  const [verb = "", ...options] = command.split(" ");
  const manifest = verb === "install" ? [stage.manifestPath] : [];
  const child = spawn(process.execPath, [programPath, verb, ...options, ...manifest], {
    cwd: stage.folder,
    env: stage.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(child);
  const leftBehind: LeftBehind[] = [];
  const timer = setInterval(() => leftBehind.push(...sendSignals(stage, child, done)), LOOK_EVERY_MILLISECONDS);
  const limit = setTimeout(() => child.kill("SIGKILL"), GIVE_UP_MILLISECONDS);
  try {
    const exit = await new Promise<Run["exit"]>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? "killed"));
    });
    return { exit, output: output(), leftBehind };
  } finally {
    clearInterval(timer);
    clearTimeout(limit);
  }
}

function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

function sendSignals(stage: Stage, child: ChildProcess, done: Set<Fault>): readonly LeftBehind[] {
  const due = stage.faults.filter(
    (fault): fault is SignalFault => fault.kind in SIGNALS && !done.has(fault) && pidsOf(stage, fault) !== undefined,
  );
  return due.flatMap((fault) => {
    done.add(fault);
    child.kill(SIGNALS[fault.kind]);
    return (pidsOf(stage, fault) ?? []).map((pid) => ({
      kind: fault.kind,
      isInterface: !fault.ids.includes("host"),
      pid,
    }));
  });
}

/** The processes that wait in the calls of a fault, once all of them do. */
function pidsOf(stage: Stage, fault: Fault): readonly number[] | undefined {
  const pids = fault.ids.map((id) => readPid(join(stage.folder, "here", `${id}.${fault.call}.${fault.number}`)));
  return pids.every((pid) => pid > 0) ? pids : undefined;
}

function readPid(path: string): number {
  return existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
}

/** Whether a waiting call still runs; a zombie does not, and neither does another program that got its pid. */
export function isStillWaiting(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("sleep\x007913");
  } catch {
    return false;
  }
}
