// The explicit state space of a part: one node per group, and batches that are safe boxes. Complete, and only for parts whose
// states, or whose safe batches, are few.

import { OrderPhases, type Phase } from "./order-phases.js";
import type { Clock, Part, PartMove, PartRules } from "./part.js";
import type { TaskGroup } from "./task.js";
import { Visible } from "./visible.js";

/** By group of the part: its node. */
export type State = readonly number[];

export interface Step {
  /** Id of the state that it leads to. */
  readonly to: number;
  readonly moves: readonly PartMove[];
  readonly updates: number;
  readonly isReversible: boolean;
}

/** Thrown where the space turns out not to be small. */
export class TooLarge extends Error {}

export interface SpaceLimits {
  readonly states: number;
  /** Over all states. */
  readonly steps: number;
}

export interface SpaceInput {
  readonly part: Part;
  readonly rules: PartRules;
  readonly limits: SpaceLimits;
  readonly clock: Clock;
}

export const START = 0;

export class StateSpace {
  readonly part: Part;
  readonly rules: PartRules;
  readonly #limits: SpaceLimits;
  readonly clock: Clock;
  readonly #states: { readonly nodes: State; readonly phase: Phase }[] = [];
  readonly #ids = new Map<string, number>();
  readonly #steps: (readonly Step[] | undefined)[] = [];
  readonly #visible: Visible;
  readonly #phases: OrderPhases;
  #stepCount = 0;

  constructor({ part, rules, limits, clock }: SpaceInput) {
    this.part = part;
    this.rules = rules;
    this.#limits = limits;
    this.clock = clock;
    this.#visible = new Visible(part);
    this.#phases = new OrderPhases(part, rules.isOrdered);
    this.#id(
      part.groups.map(() => 0),
      0,
    );
  }

  get size(): number {
    return this.#states.length;
  }

  nodes(id: number): State {
    return this.#states[id]?.nodes ?? [];
  }

  isGoal(id: number): boolean {
    const { nodes = [], phase = 0 } = this.#states[id] ?? {};
    return this.#isEnd(nodes, phase);
  }

  /** Safe batches. Those that move the most urgent groups come first. */
  steps(id: number): readonly Step[] {
    const known = this.#steps[id];
    if (known !== undefined) return known;
    const steps = this.#grow(id);
    this.#steps[id] = steps;
    return steps;
  }

  #isEnd(nodes: State, phase: Phase): boolean {
    return isAtGoal(this.part.groups, nodes) && this.#phases.isGoal(nodes, phase);
  }

  #id(nodes: State, phase: Phase): number {
    const key = String.fromCharCode(phase, ...nodes);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= this.#limits.states) throw new TooLarge();
    this.#ids.set(key, this.#states.length);
    return this.#states.push({ nodes, phase }) - 1;
  }

  #grow(id: number): readonly Step[] {
    const { nodes = [], phase = 0 } = this.#states[id] ?? {};
    const facts = this.part.groups.map((group, at) => group.facts[nodes[at] ?? 0] ?? 0);
    const found: Step[] = [];
    this.#visible.enter(facts);
    const movable = this.#movable(nodes, phase);
    this.#growFrom(0, { nodes, phase, movable, moves: [], found });
    this.#visible.leave(facts);
    return found;
  }

  /** Moves that are safe alone; no others are in a safe batch. */
  #movable(nodes: State, phase: Phase): readonly (readonly PartMove[])[] {
    return this.part.groups.flatMap((group, at) => {
      if (!this.#phases.mayMove(at, phase)) return [];
      const from = nodes[at] ?? 0;
      const moves = (group.edges[from] ?? []).flatMap(({ to }) =>
        this.#isSafeAlone(group, to) ? [{ group, from, to }] : [],
      );
      return moves.length === 0 ? [] : [moves];
    });
  }

  #isSafeAlone(group: TaskGroup, to: number): boolean {
    const fact = group.facts[to] ?? 0;
    if (!this.#visible.show(fact)) return false;
    this.#visible.hide(fact);
    return true;
  }

  #growFrom(at: number, growing: Growing): void {
    const choices = growing.movable[at];
    if (choices === undefined) {
      this.#take(growing);
      return;
    }
    this.clock.tick();
    for (const move of choices) {
      const fact = move.group.facts[move.to] ?? 0;
      if (!this.#visible.show(fact)) continue;
      growing.moves.push(move);
      this.#growFrom(at + 1, growing);
      growing.moves.pop();
      this.#visible.hide(fact);
    }
    this.#growFrom(at + 1, growing);
  }

  #take({ nodes, phase, moves, found }: Growing): void {
    if (moves.length === 0) return;
    const isReversible = moves.every((move) => isReversibleMove(move));
    const next = this.#applied(nodes, moves);
    const isLast = !isReversible && this.rules.pointOfNoReturn === "last_batch";
    const updates = moves.reduce((sum, { group }) => sum + group.weight, 0);
    for (const reached of this.#phases.after(nodes, moves, phase)) {
      if (isLast && !this.#isEnd(next, reached)) continue;
      this.#stepCount += 1;
      if (this.#stepCount > this.#limits.steps) throw new TooLarge();
      found.push({ to: this.#id(next, reached), moves: [...moves], updates, isReversible });
    }
  }

  #applied(nodes: State, moves: readonly PartMove[]): State {
    const next = [...nodes];
    let move = 0;
    this.part.groups.forEach((group, at) => {
      if (moves[move]?.group !== group) return;
      next[at] = moves[move]?.to ?? 0;
      move += 1;
    });
    return next;
  }
}

interface Growing {
  readonly nodes: State;
  readonly phase: Phase;
  readonly movable: readonly (readonly PartMove[])[];
  readonly moves: PartMove[];
  readonly found: Step[];
}

export function isReversibleMove({ group, from, to }: PartMove): boolean {
  return (group.edges[from] ?? []).some((edge) => edge.to === to && edge.isReversible);
}

function isAtGoal(groups: readonly TaskGroup[], nodes: State): boolean {
  return groups.every(({ isGoal }, at) => isGoal[nodes[at] ?? 0] === true);
}
