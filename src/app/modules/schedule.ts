// In which order modules run, and which at once: a lower priority number ends before a higher one begins, and two that claim the same
// path or service never run together. Pure but for the runs themselves.

export interface Scheduled {
  readonly priority: number;
}

export interface Schedule<Item> {
  /** At once, at most. */
  readonly jobs: number;
  /** Looked at before each start: what runs goes on, nothing else begins. */
  isStopped(): boolean;
  areConflicting(one: Item, other: Item): boolean;
  /** Must not reject. */
  run(item: Item): Promise<void>;
}

/** Of equal priority, the first in the list goes first. Answers with those that were never begun. */
export async function runScheduled<Item extends Scheduled>(
  items: readonly Item[],
  schedule: Schedule<Item>,
): Promise<readonly Item[]> {
  const waiting = [...items];
  const running = new Map<Item, Promise<void>>();
  const begin = (item: Item): void => {
    waiting.splice(waiting.indexOf(item), 1);
    running.set(
      item,
      schedule.run(item).finally(() => running.delete(item)),
    );
  };
  for (;;) {
    const next = schedule.isStopped() ? undefined : nextOf(waiting, [...running.keys()], schedule);
    if (next !== undefined) begin(next);
    else if (running.size > 0) await Promise.race(running.values());
    else return waiting;
  }
}

function nextOf<Item extends Scheduled>(
  waiting: readonly Item[],
  running: readonly Item[],
  { jobs, areConflicting }: Schedule<Item>,
): Item | undefined {
  if (running.length >= jobs) return undefined;
  const first = Math.min(...[...waiting, ...running].map(({ priority }) => priority));
  return waiting.find(
    (item) => item.priority === first && !running.some((each) => each !== item && areConflicting(item, each)),
  );
}
