// Times of calls in this process. A call that takes long is not repeated often; medians, since the machine is never alone. A
// call is not charged for the time that other programs had the processor: what counts is the smaller of wall-clock and
// processor time (which by itself would also count what other threads did at the same time).

const MAX_SAMPLES = 15;
const ENOUGH_MILLISECONDS = 400;

export interface Timed<T> {
  readonly value: T;
  /** Of the very first call. */
  readonly firstMilliseconds: number;
  /** The median of all calls but the first, where there was more than one. */
  readonly milliseconds: number;
}

export function timed<T>(call: () => T): Timed<T> {
  const startedAt = performance.now();
  const { value, milliseconds: firstMilliseconds } = timedOnce(call);
  const samples: number[] = [];
  while (samples.length < MAX_SAMPLES && performance.now() - startedAt < ENOUGH_MILLISECONDS) {
    samples.push(timedOnce(call).milliseconds);
  }
  return { value, firstMilliseconds, milliseconds: samples.length === 0 ? firstMilliseconds : median(samples) };
}

/** For budgets: processor time of this process, so that a plan does not go unproven because of other programs. */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export function timedOnce<T>(call: () => T): { readonly value: T; readonly milliseconds: number } {
  const usedBefore = process.cpuUsage();
  const startedAt = performance.now();
  const value = call();
  const wallMilliseconds = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usedBefore);
  return { value, milliseconds: Math.min(wallMilliseconds, (user + system) / 1_000) };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
