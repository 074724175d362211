// Waiting for a state to change, and leaving whatever is waited for.

export interface Signalling {
  /** Whoever waits looks again after each change. */
  changed(): Promise<void>;
  change(): void;
}

export function createSignalling(): Signalling {
  const waiting: (() => void)[] = [];
  return {
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    change: () => {
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

export interface Leaving {
  hasLeft(): boolean;
  leave(): void;
  /** What the work comes to, or undefined as soon as it is left. Unlike Promise.race, nothing is held on to afterwards. */
  or<Result>(work: Promise<Result>): Promise<Result | undefined>;
}

export function createLeaving(): Leaving {
  const waiting = new Set<() => void>();
  let hasLeft = false;
  return {
    hasLeft: () => hasLeft,
    leave: () => {
      hasLeft = true;
      for (const stop of waiting) stop();
      waiting.clear();
    },
    or: (work) =>
      new Promise((resolve, reject) => {
        const stop = (): void => resolve(undefined);
        if (hasLeft) stop();
        waiting.add(stop);
        work.then(resolve, reject).finally(() => waiting.delete(stop));
      }),
  };
}
