// `ordering: verify` in the explicit search: the types' orders are classes, finished one after the other. The batch that
// finishes a class contains the last move of each of its groups that move at all; after it they are left alone.

import type { Part, PartMove } from "./part.js";
import type { TaskGroup } from "./task.js";

/** How many classes are finished. */
export type Phase = number;

export class OrderPhases {
  /** By group of the part; all 0 where the order does not matter. */
  readonly #classes: readonly number[];
  readonly #classCount: number;
  readonly #part: Part;
  readonly #isOrdered: boolean;

  constructor(part: Part, isOrdered: boolean) {
    const orders = [...new Set(part.groups.map(({ order }) => order))].sort((a, b) => a - b);
    this.#part = part;
    this.#isOrdered = isOrdered;
    this.#classes = part.groups.map(({ order }) => (isOrdered ? orders.indexOf(order) : 0));
    this.#classCount = orders.length;
  }

  mayMove(group: number, phase: Phase): boolean {
    return !this.#isOrdered || (this.#classes[group] ?? 0) >= phase;
  }

  /** The phases that a batch can lead to. `state` is the one before it. */
  after(state: readonly number[], moves: readonly PartMove[], phase: Phase): readonly Phase[] {
    if (!this.#isOrdered) return [0];
    const phases = [phase];
    const moving = new Map(moves.map((move) => [move.group, move]));
    for (let next = phase; next < this.#classCount; next += 1) {
      const members = this.#members(next);
      const isUntouched = members.every((at) => this.#isUntouched(state, at) && !moving.has(this.#group(at)));
      if (isUntouched) continue;
      const isFinished = members.every((at) => this.#isFinished(state, at, moving.get(this.#group(at))));
      if (isFinished) phases.push(next + 1);
      return phases;
    }
    return phases;
  }

  /** Nothing is left to finish. */
  isGoal(state: readonly number[], phase: Phase): boolean {
    if (!this.#isOrdered) return true;
    return this.#classes.every((each, at) => each < phase || this.#isUntouched(state, at));
  }

  #members(wanted: number): number[] {
    return this.#classes.flatMap((each, at) => (each === wanted ? [at] : []));
  }

  #group(at: number): TaskGroup {
    const group = this.#part.groups[at];
    if (group === undefined) throw new RangeError(`no group ${at}`);
    return group;
  }

  /** A group that is at its target and never left it. */
  #isUntouched(state: readonly number[], at: number): boolean {
    return state[at] === 0 && this.#group(at).isGoal[0] === true;
  }

  #isFinished(state: readonly number[], at: number, move: PartMove | undefined): boolean {
    if (move === undefined) return this.#isUntouched(state, at);
    return move.group.isGoal[move.to] === true;
  }
}
