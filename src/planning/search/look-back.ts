// The best plan within a number of batches, by looking back from its end: fewest updates, then the latest point of no return,
// then the earliest moves, those of urgent groups first (courses.ts).

import { type Course, compareCourses } from "./courses.js";
import type { PartPlan } from "./part.js";
import { returnable } from "./returnable.js";
import { isReversibleMove, START, type StateSpace, type Step } from "./state-space.js";

/** What is left to do from a state: updates, and the first batch that gives up the way back. */
interface Outlook {
  readonly updates: number;
  /** Infinity: never; 0 where it is lost already. */
  readonly noReturn: number;
  /** Undefined: wait, or nothing left to do. */
  readonly step: Step | undefined;
  /** Whether the way back is lost after this batch. */
  readonly isLost: boolean;
}

/** A moment within a plan. */
interface Moment {
  readonly state: number;
  readonly batch: number;
  /** A way back that was lost stays lost, whatever is reached later. */
  readonly isLost: boolean;
}

export class LookBack {
  readonly #space: StateSpace;
  readonly #batches: number;
  /** By batch, and whether the way back is lost. */
  readonly #memo: Map<number, Outlook>[];
  readonly #isReturnable: (nodes: readonly number[]) => boolean;

  constructor(space: StateSpace, batches: number) {
    this.#space = space;
    this.#batches = batches;
    this.#memo = Array.from({ length: 2 * (batches + 1) }, () => new Map());
    this.#isReturnable = returnable(space.part, space.clock);
  }

  plan(): PartPlan {
    const start: Moment = { state: START, batch: 0, isLost: false };
    const { updates, noReturn } = this.#outlook(start);
    const batches = this.#follow(start).map((step) => step?.moves ?? []);
    return { batches, updates, noReturn, isBest: true };
  }

  /** By batch from here on; undefined where nothing happens. */
  #follow(start: Moment): readonly (Step | undefined)[] {
    const steps: (Step | undefined)[] = [];
    let { state, isLost } = start;
    for (let { batch } = start; batch < this.#batches; batch += 1) {
      const outlook = this.#outlook({ state, batch, isLost });
      steps.push(outlook.step);
      state = outlook.step?.to ?? state;
      isLost = outlook.isLost;
    }
    return steps;
  }

  #outlook(moment: Moment): Outlook {
    const memo = this.#memo[2 * moment.batch + (moment.isLost ? 1 : 0)];
    const known = memo?.get(moment.state);
    if (known !== undefined) return known;
    this.#space.clock.tick();
    const outlook = this.#look(moment);
    memo?.set(moment.state, outlook);
    return outlook;
  }

  #look({ state, batch, isLost }: Moment): Outlook {
    if (this.#space.isGoal(state)) return { updates: 0, noReturn: isLost ? 0 : Infinity, step: undefined, isLost };
    if (batch === this.#batches) return { updates: Infinity, noReturn: -1, step: undefined, isLost };
    let best: Outlook = { ...this.#outlook({ state, batch: batch + 1, isLost }), step: undefined, isLost };
    for (const step of this.#space.steps(state)) {
      if (!this.#isInTime(step, batch)) continue;
      const isLostThen = isLost || !this.#isWayBackKept(state, step);
      const ahead = this.#outlook({ state: step.to, batch: batch + 1, isLost: isLostThen });
      const updates = step.updates + ahead.updates;
      if (updates > best.updates || updates === Infinity) continue;
      const noReturn = isLost ? 0 : isLostThen ? batch : ahead.noReturn;
      const next = { updates, noReturn, step, isLost: isLostThen };
      if (this.#isBetter(next, best, { state, batch, isLost })) best = next;
    }
    return best;
  }

  #isBetter(a: Outlook, b: Outlook, { state, batch }: Moment): boolean {
    if (a.updates !== b.updates) return a.updates < b.updates;
    if (a.noReturn !== b.noReturn) return a.noReturn > b.noReturn;
    return compareCourses(this.#courses(a, state, batch), this.#courses(b, state, batch)) < 0;
  }

  #courses({ step, isLost }: Outlook, state: number, batch: number): readonly Course[] {
    const { groups } = this.#space.part;
    const courses: number[][] = groups.map(() => []);
    const ahead = this.#follow({ state: step?.to ?? state, batch: batch + 1, isLost });
    [step, ...ahead].forEach((each, at) => {
      for (const { group, to } of each?.moves ?? []) courses[groups.indexOf(group)]?.unshift(batch + at, to);
    });
    return courses;
  }

  #isInTime({ isReversible }: Step, batch: number): boolean {
    return isReversible || this.#space.rules.pointOfNoReturn !== "last_batch" || batch === this.#batches - 1;
  }

  /**
   * In every state of the box. Moves that can be undone need not be tried: within the box they can be made and undone at will,
   * so they do not change where one can get to.
   */
  #isWayBackKept(state: number, { moves, isReversible }: Step): boolean {
    if (isReversible) return true;
    const { groups } = this.#space.part;
    const nodes = [...this.#space.nodes(state)];
    const final = moves.filter((move) => !isReversibleMove(move));
    const isKept = (from: number): boolean => {
      const move = final[from];
      if (move === undefined) return this.#isReturnable(nodes);
      const place = groups.indexOf(move.group);
      nodes[place] = move.to;
      const isKeptMoved = isKept(from + 1);
      nodes[place] = move.from;
      return isKeptMoved && isKept(from + 1);
    };
    return isKept(0);
  }
}
