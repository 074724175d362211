// Ends processes and waits until they are gone: a call's group when it is timed out or cancelled, and, after a crash, what
// is left of the calls of an earlier orchestrator. A group reaches children that ignore SIGTERM; the mark in the
// environment reaches those that left the group.

import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../base/index.js";
import { systemCodeOf } from "../base/index.js";
import { hasLiveMembers, holdersOf, isAnyoneChangingProgram, startTicksOf } from "./proc.js";

/** A process in uninterruptible sleep outlives SIGKILL; waiting for it for ever would stop everything else. */
const KILL_PATIENCE_MILLISECONDS = 30_000;
const LONGEST_NAP_MILLISECONDS = 10;
/** How long a process whose environment is empty is given to show it. */
const PROGRAM_CHANGE_MILLISECONDS = 250;

export interface SpawnedProcess {
  readonly pid: number;
  readonly startTicks: string;
}

/** SIGTERM to the group, SIGKILL to whatever is left of it (and of the call's mark, if given) after the grace. */
export async function endCall(call: {
  readonly group: number;
  readonly mark?: string;
  readonly graceMilliseconds: number;
  readonly log: Log;
}): Promise<void> {
  const isGone = () => isGroupGone(call.group);
  signalGroup(call.group, "SIGTERM");
  await waitUntil(isGone, call.graceMilliseconds);
  await killUntilGone({ ...call, groups: isGone() ? [] : [call.group] });
}

/** SIGKILL to what an earlier process of the deployment left running. A pid that was reused has another start time. */
export async function endSurvivors(survivors: {
  readonly spawned: readonly SpawnedProcess[];
  readonly mark: string;
  readonly log: Log;
}): Promise<void> {
  const groups = survivors.spawned.filter(isSameProcess).map((process) => process.pid);
  await killUntilGone({ ...survivors, groups, since: earliestStart(survivors.spawned) });
}

/**
 * Daemons that a finished call started on purpose carry the mark as well, so only processes as old as the interrupted
 * calls or younger are ended. Without a known call there is nothing to compare with: then all are.
 */
function earliestStart(spawned: readonly SpawnedProcess[]): number {
  const starts = spawned.filter((process) => process.startTicks !== "").map((process) => Number(process.startTicks));
  return starts.length === 0 ? 0 : Math.min(...starts);
}

async function killUntilGone(targets: {
  readonly groups: readonly number[];
  readonly mark?: string;
  readonly since?: number;
  readonly log: Log;
}): Promise<void> {
  const since = targets.since ?? 0;
  const unclearUntil = performance.now() + PROGRAM_CHANGE_MILLISECONDS;
  const isUnclear = () => targets.mark !== undefined && performance.now() < unclearUntil && isAnyoneChangingProgram();
  const killed = await waitUntil(() => {
    const groups = targets.groups.filter((group) => !isGroupGone(group));
    const holders = targets.mark === undefined ? [] : holdersOf(targets.mark).filter((pid) => startOf(pid) >= since);
    for (const group of groups) signalGroup(group, "SIGKILL");
    for (const pid of holders) signalProcess(pid, "SIGKILL");
    return groups.length === 0 && holders.length === 0 && !isUnclear();
  }, KILL_PATIENCE_MILLISECONDS);
  if (!killed) targets.log.error("processes of an interface are still there after SIGKILL");
}

function startOf(pid: number): number {
  return Number(startTicksOf(pid));
}

function isSameProcess(process: SpawnedProcess): boolean {
  return process.startTicks !== "" && startTicksOf(process.pid) === process.startTicks;
}

function isGroupGone(group: number): boolean {
  return !signalGroup(group, 0) || (hasProc() && !hasLiveMembers(group));
}

/** This very process is always listed where /proc works. */
function hasProc(): boolean {
  return startTicksOf(process.pid) !== "";
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  return signalProcess(-group, signal);
}

/** False when there is nobody to be signalled. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (thrown) {
    return systemCodeOf(thrown) !== "ESRCH";
  }
}

async function waitUntil(isDone: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (let nap = 1; ; nap = Math.min(nap * 2, LONGEST_NAP_MILLISECONDS)) {
    if (isDone()) return true;
    if (performance.now() >= deadline) return false;
    await delay(nap);
  }
}
