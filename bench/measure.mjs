// Runs a program to its end and measures it: wall-clock time, processor time, and the peak of its resident memory as the kernel
// counted it. One program at a time, since processor time is counted for all children together.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const POLL_MILLISECONDS = 5;
const TICK_MILLISECONDS = 10;

/**
 * @returns {Promise<{ milliseconds: number, processorMilliseconds: number, peakMebibytes: number, output: string }>}
 * Rejects when the program ends with another code than 0, with what it printed.
 */
export async function measure(command, args, options = {}) {
  const startedAt = performance.now();
  const usedBefore = childrenMilliseconds();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, milliseconds: performance.now() - startedAt }));
  });
  const peak = watchPeak(child);
  const { code, milliseconds } = await ended;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
  const processorMilliseconds = childrenMilliseconds() - usedBefore;
  return { milliseconds, processorMilliseconds, peakMebibytes: await peak, output };
}

/** Of all processes that this one has started and that have ended, and of those that they had started. */
function childrenMilliseconds() {
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MILLISECONDS;
}

/** The kernel keeps the peak itself (VmHWM); polling only has to read it once shortly before the end. */
async function watchPeak(child) {
  let peakKibibytes = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peakKibibytes = Math.max(peakKibibytes, readPeak(child.pid));
    await pause(POLL_MILLISECONDS);
  }
  return peakKibibytes / 1024;
}

function readPeak(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // It has just ended.
  }
}

/** Runs each of the sides in turn, so that what else the machine does meets all of them alike. */
export async function interleave(rounds, ...sides) {
  const results = sides.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, side] of sides.entries()) results[index].push(await side(round));
  }
  return results;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
