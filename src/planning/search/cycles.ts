// Whether precedences have a plan at all: one literal of every wait is chosen so that no cycle closes. A solver chooses, cycles
// of its choice become clauses, until none is left. Says nothing of how long the plan is.

import type { Clock } from "./clock.js";
import type { Precedence } from "./precedence.js";
import { type Literal, not, Solver } from "./sat.js";

export type Choice =
  | { readonly kind: "impossible" | "unknown" }
  | { readonly kind: "chosen"; readonly edges: readonly Edge[] };

export interface Edge {
  readonly one: number;
  readonly other: number;
}

/** "unknown" after so many rounds. */
export function chooseWithoutCycle(precedence: Precedence, rounds: number, clock: Clock): Choice {
  return new Chooser(precedence, clock).choose(rounds);
}

class Chooser {
  readonly #precedence: Precedence;
  readonly #clock: Clock;
  readonly #edges: Edge[] = [];
  readonly #literals = new Map<number, Literal>();
  /** By wait. */
  readonly #choices: Literal[][];

  constructor(precedence: Precedence, clock: Clock) {
    this.#precedence = precedence;
    this.#clock = clock;
    this.#choices = precedence.waits.map(({ before, after }) =>
      before.flatMap((one) => after.map((other) => this.#literal(one, other))),
    );
  }

  choose(rounds: number): Choice {
    const solver = this.#solver();
    for (let round = 0; round < rounds; round += 1) {
      this.#clock.check();
      if (!solver.solve()) return { kind: "impossible" };
      const chosen = this.#chosen(solver);
      const cycles = this.#cycles(chosen);
      if (cycles.length === 0) return { kind: "chosen", edges: chosen.map((literal) => this.#edge(literal)) };
      for (const cycle of cycles) solver.add(cycle);
    }
    return { kind: "unknown" };
  }

  #literal(one: number, other: number): Literal {
    const key = one * this.#precedence.size + other;
    const known = this.#literals.get(key);
    if (known !== undefined) return known;
    const literal = 2 * (this.#edges.push({ one, other }) - 1);
    this.#literals.set(key, literal);
    return literal;
  }

  #edge(literal: Literal): Edge {
    return this.#edges[literal >> 1] ?? { one: 0, other: 0 };
  }

  #solver(): Solver {
    const solver = new Solver(this.#edges.length, this.#clock);
    const closure = this.#precedence.closure();
    for (const [key, literal] of this.#literals) {
      const { one, other } = this.#edge(literal);
      const opposite = this.#literals.get(other * this.#precedence.size + one);
      if (one === other || closure?.isBefore(other, one) === true) solver.add([not(literal)]);
      else if (opposite !== undefined && key < other * this.#precedence.size + one)
        solver.add([not(literal), not(opposite)]);
    }
    for (const choices of this.#choices) solver.add(choices);
    return solver;
  }

  #chosen(solver: Solver): readonly Literal[] {
    const chosen = new Set<Literal>();
    for (const choices of this.#choices) {
      if (choices.some((literal) => chosen.has(literal))) continue;
      const first = choices.find((literal) => solver.values[literal] === 1);
      if (first !== undefined) chosen.add(first);
    }
    return [...chosen];
  }

  /** For every chosen edge that is in a cycle a shortest one, as the clause that forbids it. */
  #cycles(chosen: readonly Literal[]): readonly (readonly Literal[])[] {
    const after = this.#precedence.plain.map((list) => list.map((to): Hop => ({ to, literal: -1 })));
    for (const literal of chosen) {
      const { one, other } = this.#edge(literal);
      after[one]?.push({ to: other, literal });
    }
    const inCycle = cyclic(after);
    const clauses = new Map<string, readonly Literal[]>();
    for (const literal of chosen) {
      const { one, other } = this.#edge(literal);
      if (!inCycle[one] || !inCycle[other]) continue;
      const clause = shortestWay(after, other, one)?.map(not);
      if (clause === undefined) continue;
      clause.push(not(literal));
      clause.sort((a, b) => a - b);
      clauses.set(clause.join(), clause);
    }
    return [...clauses.values()];
  }
}

interface Hop {
  readonly to: number;
  /** Of a chosen edge; -1 for a plain one. */
  readonly literal: Literal;
}

/** Groups left after peeling off all that nothing precedes, and all that precedes nothing. */
function cyclic(after: readonly (readonly Hop[])[]): readonly boolean[] {
  const isLeft = after.map(() => true);
  const before: number[][] = after.map(() => []);
  after.forEach((hops, one) => {
    for (const { to } of hops) before[to]?.push(one);
  });
  const peel = (into: readonly (readonly number[])[], out: readonly (readonly number[])[]) => {
    const counts = into.map((list) => list.filter((at) => isLeft[at]).length);
    const free = counts.flatMap((count, at) => (count === 0 && isLeft[at] ? [at] : []));
    for (const at of free) {
      isLeft[at] = false;
      for (const to of out[at] ?? []) {
        counts[to] = (counts[to] ?? 0) - 1;
        if (counts[to] === 0 && isLeft[to]) free.push(to);
      }
    }
  };
  const plain = after.map((hops) => hops.map(({ to }) => to));
  peel(before, plain);
  peel(plain, before);
  return isLeft;
}

/** The literals on a way with as few of them as possible. */
function shortestWay(after: readonly (readonly Hop[])[], from: number, to: number): Literal[] | undefined {
  const came = new Map<number, { readonly from: number; readonly literal: Literal }>();
  let layer = [from];
  came.set(from, { from, literal: -1 });
  while (layer.length > 0 && !came.has(to)) {
    const next: number[] = [];
    // Plain precedences cost nothing, so they are followed within the layer.
    for (const at of layer) {
      for (const hop of after[at] ?? []) {
        if (hop.literal >= 0 || came.has(hop.to)) continue;
        came.set(hop.to, { from: at, literal: -1 });
        layer.push(hop.to);
      }
    }
    for (const at of layer) {
      for (const hop of after[at] ?? []) {
        if (hop.literal < 0 || came.has(hop.to)) continue;
        came.set(hop.to, { from: at, literal: hop.literal });
        next.push(hop.to);
      }
    }
    layer = next;
  }
  if (!came.has(to)) return undefined;
  const literals: Literal[] = [];
  for (let at = to; at !== from; ) {
    const step = came.get(at);
    if (step === undefined) return undefined;
    if (step.literal >= 0) literals.push(step.literal);
    at = step.from;
  }
  return literals;
}
