// Reads Linux's /proc: who is this process, who is in this group, who carries this mark. Where /proc is absent nothing is
// known, so nothing is found; callers then do what signals alone can tell.

import { readdirSync, readFileSync } from "node:fs";

/** The environment variable by which processes of a deployment are found again. */
export const CALL_VARIABLE = "MENDER_ORCHESTRATOR_CALL";

/** PF_KTHREAD of the kernel's process flags. */
const KERNEL_THREAD = 0x0020_0000;

interface ProcessStat {
  readonly state: string;
  readonly group: number;
  readonly isKernelThread: boolean;
  readonly startTicks: string;
}

/** Start time in clock ticks after boot, as a decimal; "" when the process is not there. */
export function startTicksOf(pid: number): string {
  return statOf(pid)?.startTicks ?? "";
}

/** Whether a process, other than a zombie, belongs to the group. A zombie does nothing more; a slow init leaves it for long. */
export function hasLiveMembers(group: number): boolean {
  return processIds().some((pid) => {
    const stat = statOf(pid);
    return stat !== undefined && stat.group === group && isLive(stat);
  });
}

/** Live processes whose environment carries the mark itself or the mark of one of its calls (`mark/call`). */
export function holdersOf(mark: string): readonly number[] {
  return processIds().filter((pid) => pid !== process.pid && carries(pid, mark) && isLiveProcess(pid));
}

/**
 * Whether some process is between two programs: while it replaces itself by another (execve) its environment reads as
 * empty, so whether it carries a mark shows only a moment later. One that was started without any environment looks the same.
 */
export function isAnyoneChangingProgram(): boolean {
  return processIds().some((pid) => {
    if (readProc(`/proc/${pid}/environ`) !== "") return false;
    const stat = statOf(pid);
    return stat !== undefined && isLive(stat) && !stat.isKernelThread;
  });
}

/** Fields of `/proc/PID/stat` after the command name, which may itself hold spaces and parentheses. */
export function parseStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, , group] = fields;
  const [flags, startTicks] = [fields[6], fields[19]];
  if (state === undefined || group === undefined || startTicks === undefined) return undefined;
  return { state, group: Number(group), isKernelThread: (Number(flags) & KERNEL_THREAD) !== 0, startTicks };
}

function statOf(pid: number): ProcessStat | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

function isLiveProcess(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && isLive(stat);
}

function isLive(stat: ProcessStat): boolean {
  return stat.state !== "Z" && stat.state !== "X";
}

function carries(pid: number, mark: string): boolean {
  const environment = readProc(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  const entry = `\0${CALL_VARIABLE}=${mark}`;
  const found = `\0${environment}`;
  return found.includes(`${entry}\0`) || found.includes(`${entry}/`) || found.endsWith(entry);
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc").filter(isNumber).map(Number);
  } catch {
    return []; // No /proc on this system.
  }
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined; // The process ended meanwhile, or is not ours to look at.
  }
}
