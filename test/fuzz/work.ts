// Runs a target in a thread of its own, so that whoever watches it can tell a loop without end from a slow machine. Where it is
// stands in memory that both share.

import { parentPort, workerData } from "node:worker_threads";
import { createRandom } from "./random.js";
import type { Target } from "./target.js";
import { targetOf } from "./targets/index.js";

export interface Job {
  readonly target: string;
  readonly seed: number;
  /** The first input, and how many of them at most. */
  readonly from: number;
  readonly executions: number;
  readonly seconds: number;
  /** One input that is given, instead of those of the seed. */
  readonly input: Uint8Array | null;
  /** The index of the input that is judged. */
  readonly position: Int32Array;
}

export type Report =
  | { readonly kind: "finding"; readonly index: number; readonly reason: string }
  | { readonly kind: "end"; readonly executions: number; readonly seconds: number; readonly heldBytes: number };

/** Of the processor, for one small input; and of the clock, for one that waits for what never comes. */
const MOST_BUSY_SECONDS = 2;
const MOST_WAITING_SECONDS = 30;
/** How much more may be held at the end than after the first inputs. */
const MOST_GROWTH_BYTES = 48 * 2 ** 20;
const WARM_UP = 100;

export async function work(): Promise<void> {
  const job = workerData as Job;
  const report = (said: Report) => parentPort?.postMessage(said);
  const target = await targetOf(job.target);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let held = 0;
  let index = job.from;
  for (; index < job.from + job.executions && seconds() < job.seconds; index += 1) {
    Atomics.store(job.position, 0, index);
    const reason = await judged(target, inputOf(target, job, index));
    if (reason !== undefined) return report({ kind: "finding", index, reason });
    if (index - job.from === WARM_UP) held = heldBytes();
  }
  const growth = held === 0 ? 0 : heldBytes() - held;
  if (growth > MOST_GROWTH_BYTES) return report({ kind: "finding", index, reason: `${growth} bytes more are held` });
  report({ kind: "end", executions: index - job.from, seconds: seconds(), heldBytes: growth });
}

export function inputOf(target: Target, { seed, input }: Pick<Job, "seed" | "input">, index: number): Buffer {
  return input === null ? target.make(createRandom(seed, index)) : Buffer.from(input);
}

async function judged(target: Target, input: Buffer): Promise<string | undefined> {
  const before = process.cpuUsage();
  const patience = new AbortController();
  try {
    const judgement = await Promise.race([target.judge(input), tooLong(patience.signal)]);
    const { user, system } = process.cpuUsage(before);
    const busy = (user + system) / 1e6;
    return judgement ?? (busy > MOST_BUSY_SECONDS ? `it took ${busy} s of the processor` : undefined);
  } catch (thrown) {
    return `thrown: ${thrown instanceof Error ? thrown.stack : String(thrown)}`;
  } finally {
    patience.abort();
  }
}

function tooLong(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve("it waits for something that never comes"), MOST_WAITING_SECONDS * 1000);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
