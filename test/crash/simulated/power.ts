// The mains of a simulated world: every moment at which the power could go is counted, and at one of them it does.

export class PowerCut extends Error {}

export interface Power {
  /** A moment at which the power may go. Throws PowerCut when it goes, and at every later moment. */
  moment(what: Moment): void;
  readonly isOut: boolean;
  /** Resolves when the power has gone. */
  readonly out: Promise<void>;
  /** How many moments of each kind have passed. */
  readonly counts: Readonly<Record<Moment, number>>;
}

export type Moment = "beforeWrite" | "afterWrite" | "beforeSync" | "afterSync" | "beforeCall" | "inCall" | "afterCall";

/** `cutAt`: the number of the moment, from 1, at which the power goes; undefined: never. */
export function createPower(cutAt: number | undefined): Power {
  let passed = 0;
  let isOut = false;
  let goOut: () => void = () => {};
  const out = new Promise<void>((resolve) => {
    goOut = resolve;
  });
  const counts = { beforeWrite: 0, afterWrite: 0, beforeSync: 0, afterSync: 0, beforeCall: 0, inCall: 0, afterCall: 0 };
  return {
    out,
    counts,
    get isOut() {
      return isOut;
    },
    moment: (what) => {
      if (isOut) throw new PowerCut();
      passed += 1;
      counts[what] += 1;
      if (passed !== cutAt) return;
      isOut = true;
      goOut();
      throw new PowerCut();
    },
  };
}

/** How many moments there were. */
export function momentsOf(counts: Power["counts"] | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}
