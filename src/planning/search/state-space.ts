// The explicit state space of a part: one node per group, and batches that are safe boxes. Complete, and only for parts whose
// states, or whose safe batches, are few.

import type { Clock } from "./clock.js";
import { OrderPhases, type Phase } from "./order-phases.js";
import type { Part, PartMove, PartRules } from "./part.js";
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
  readonly #isOneByOne: boolean;
  readonly #keyOf: (nodes: State, phase: Phase) => string | number;
  readonly #ids = new Map<string | number, number>();
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
    this.#isOneByOne = isAsGoodOneByOne(part, rules);
    this.#keyOf = keyFor(part.groups);
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
    const key = this.#keyOf(nodes, phase);
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
    const growing = { nodes, phase, movable, chosen: [], found };
    if (this.#isOneByOne) this.#growSingles(growing);
    else this.#growFrom(0, growing);
    this.#visible.leave(facts);
    return found;
  }

  /** Moves that are safe alone; no others are in a safe batch. */
  #movable(nodes: State, phase: Phase): readonly (readonly Choice[])[] {
    const movable: Choice[][] = [];
    this.part.groups.forEach((group, at) => {
      if (!this.#phases.mayMove(at, phase)) return;
      const from = nodes[at] ?? 0;
      const choices: Choice[] = [];
      for (const { to, isReversible } of group.edges[from] ?? []) {
        const fact = group.facts[to] ?? 0;
        if (!this.#visible.showMove(fact, group.offline)) continue;
        this.#visible.hideMove(fact, group.offline);
        choices.push({ at, fact, isReversible, move: { group, from, to } });
      }
      if (choices.length > 0) movable.push(choices);
    });
    return movable;
  }

  #growSingles({ movable, ...growing }: Growing): void {
    this.clock.tick();
    for (const choice of movable.flat()) this.#take({ ...growing, movable, chosen: [choice] });
  }

  #growFrom(at: number, growing: Growing): void {
    const choices = growing.movable[at];
    if (choices === undefined) {
      this.#take(growing);
      return;
    }
    this.clock.tick();
    for (const choice of choices) {
      const { offline } = choice.move.group;
      if (!this.#visible.showMove(choice.fact, offline)) continue;
      growing.chosen.push(choice);
      this.#growFrom(at + 1, growing);
      growing.chosen.pop();
      this.#visible.hideMove(choice.fact, offline);
    }
    this.#growFrom(at + 1, growing);
  }

  #take({ nodes, phase, chosen, found }: Growing): void {
    if (chosen.length === 0) return;
    const moves = chosen.map(({ move }) => move);
    const next = [...nodes];
    let updates = 0;
    let isReversible = true;
    for (const choice of chosen) {
      next[choice.at] = choice.move.to;
      updates += choice.move.group.weight;
      isReversible &&= choice.isReversible;
    }
    const isLast = !isReversible && this.rules.pointOfNoReturn === "last_batch";
    for (const reached of this.#phases.after(nodes, moves, phase)) {
      if (isLast && !this.#isEnd(next, reached)) continue;
      this.#stepCount += 1;
      if (this.#stepCount > this.#limits.steps) throw new TooLarge();
      found.push({ to: this.#id(next, reached), moves, updates, isReversible });
    }
  }
}

/**
 * Where any plan will do: the moves of a safe batch can be made one after the other, which shows nothing more. Not so where
 * groups must finish together, or where a batch may show what was there when it began.
 */
function isAsGoodOneByOne({ tolerated }: Part, rules: PartRules): boolean {
  const isFree = rules.isAnyGood && !rules.isOrdered && rules.pointOfNoReturn === "allow";
  return isFree && tolerated.length === 0;
}

/** A move that the next batch may make. */
interface Choice {
  /** Of the group, in the part. */
  readonly at: number;
  /** What it shows. */
  readonly fact: number;
  readonly isReversible: boolean;
  readonly move: PartMove;
}

interface Growing {
  readonly nodes: State;
  readonly phase: Phase;
  readonly movable: readonly (readonly Choice[])[];
  readonly chosen: Choice[];
  readonly found: Step[];
}

/** Phase and nodes as the digits of one number; as text where no number is large enough. */
function keyFor(groups: readonly TaskGroup[]): (nodes: State, phase: Phase) => string | number {
  const product = groups.reduce((all, { versions }) => all * versions.length, groups.length + 1);
  if (product > Number.MAX_SAFE_INTEGER) return (nodes, phase) => String.fromCharCode(phase, ...nodes);
  return (nodes, phase) => {
    let key = phase;
    for (let at = 0; at < groups.length; at += 1) {
      key = key * (groups[at]?.versions.length ?? 1) + (nodes[at] as number);
    }
    return key;
  };
}

export function isReversibleMove({ group, from, to }: PartMove): boolean {
  return (group.edges[from] ?? []).some((edge) => edge.to === to && edge.isReversible);
}

function isAtGoal(groups: readonly TaskGroup[], nodes: State): boolean {
  return groups.every(({ isGoal }, at) => isGoal[nodes[at] ?? 0] === true);
}
