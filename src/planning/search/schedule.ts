// What the engines for single moves speak of: a batch for every move, and what must come before what.

/** By group: its batch, from 0. */
export type Schedule = Int32Array;

/** The earliest of `before` must finish before the latest of `after` starts. Indexes of the model's groups. */
export interface Waiting {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export function isMet({ before, after }: Waiting, schedule: Schedule): boolean {
  let first = Infinity;
  let last = -1;
  for (const one of before) first = Math.min(first, schedule[one] as number);
  for (const other of after) last = Math.max(last, schedule[other] as number);
  return first < last;
}

export function lengthOf(schedule: Schedule): number {
  return schedule.reduce((most, batch) => Math.max(most, batch + 1), 0);
}
