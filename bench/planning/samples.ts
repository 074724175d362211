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
  /** The same of processor time alone, all threads: for comparisons with programs of which nothing else is known. */
  readonly processorMilliseconds: number;
}

export function timed<T>(call: () => T): Timed<T> {
  const startedAt = performance.now();
  const { value, ...first } = timedOnce(call);
  const samples: Sample[] = [];
  while (samples.length < MAX_SAMPLES && performance.now() - startedAt < ENOUGH_MILLISECONDS) {
    samples.push(timedOnce(call));
  }
  const counted = samples.length === 0 ? [first] : samples;
  return {
    value,
    firstMilliseconds: first.milliseconds,
    milliseconds: median(counted.map(({ milliseconds }) => milliseconds)),
    processorMilliseconds: median(counted.map(({ processorMilliseconds }) => processorMilliseconds)),
  };
}

interface Sample {
  readonly milliseconds: number;
  readonly processorMilliseconds: number;
}

/** Asking for processor time costs more than some plans do, and a planner asks often. */
const FRESH_MILLISECONDS = 5;
let askedAt = Number.NEGATIVE_INFINITY;
let used = 0;

/** For budgets: processor time of this process, so that a plan does not go unproven because of other programs. */
export function processorMilliseconds(): number {
  const now = performance.now();
  if (now - askedAt < FRESH_MILLISECONDS) return used;
  const { user, system } = process.cpuUsage();
  askedAt = now;
  used = (user + system) / 1_000;
  return used;
}

export function timedOnce<T>(call: () => T): Sample & { readonly value: T } {
  const usedBefore = process.cpuUsage();
  const startedAt = performance.now();
  const value = call();
  const wallMilliseconds = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(usedBefore);
  const processorMilliseconds = (user + system) / 1_000;
  return { value, milliseconds: Math.min(wallMilliseconds, processorMilliseconds), processorMilliseconds };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
