// Whether fewer updates are out of the question, whatever the number of batches: every group takes a way, and a move needs of
// every neighbour a version that goes with both of its ends. Ways that exclude each other cannot both be taken.

import type { Clock } from "./clock.js";
import type { Net, NetGroup } from "./net.js";
import { type Literal, not, Solver } from "./sat.js";

/** What so many conflicts do not prove is left to the search. */
const MOST_CONFLICTS = 3000;

/** True is a proof; false says nothing. */
export function isFewest(net: Net, updates: number, clock: Clock): boolean {
  if (net.groups.some((group) => group.moves[group.goal]?.length !== 0 || hasCircle(group))) return false;
  return new Ways(net, updates - 1, clock).isPossible() === false;
}

function hasCircle({ moves }: NetGroup): boolean {
  const counts = moves.map(() => 0);
  for (const list of moves) for (const { to } of list) counts[to] = (counts[to] ?? 0) + 1;
  const free = counts.flatMap((count, node) => (count === 0 ? [node] : []));
  for (const node of free) {
    for (const { to } of moves[node] ?? []) {
      counts[to] = (counts[to] ?? 0) - 1;
      if (counts[to] === 0) free.push(to);
    }
  }
  return free.length < moves.length;
}

class Ways {
  readonly #net: Net;
  readonly #solver: Solver;
  /** By group and node. */
  readonly #visited: Literal[][] = [];
  /** By group, node and move. */
  readonly #taken: Literal[][][] = [];
  #variables = 0;

  constructor(net: Net, updates: number, clock: Clock) {
    this.#net = net;
    for (const { moves } of net.groups) {
      this.#visited.push(moves.map(() => this.#variable()));
      this.#taken.push(moves.map((list) => list.map(() => this.#variable())));
    }
    this.#solver = new Solver(this.#variables, clock);
    this.#limit(updates);
    for (const [at, group] of net.groups.entries()) this.#addWay(group, at);
    this.#addNeeds();
  }

  isPossible(): boolean | undefined {
    return this.#solver.solveWithin(MOST_CONFLICTS);
  }

  #variable(): Literal {
    this.#variables += 1;
    return 2 * (this.#variables - 1);
  }

  #limit(bound: number): void {
    const literals: Literal[] = [];
    const weights: number[] = [];
    this.#taken.forEach((nodes, at) => {
      for (const literal of nodes.flat()) {
        literals.push(literal);
        weights.push(this.#net.groups[at]?.group.weight ?? 0);
      }
    });
    this.#solver.limit({ literals, weights, bound });
  }

  #addWay({ moves, goal }: NetGroup, at: number): void {
    const visited = this.#visited[at] ?? [];
    const into: Literal[][] = moves.map(() => []);
    this.#solver.add(visited.slice(0, 1));
    this.#solver.add(visited.slice(goal, goal + 1));
    moves.forEach((list, node) => {
      const out = this.#taken[at]?.[node] ?? [];
      const here = visited[node] ?? 0;
      if (node !== goal) this.#solver.add([not(here), ...out]);
      out.forEach((literal, index) => {
        const to = list[index]?.to ?? 0;
        into[to]?.push(literal);
        this.#solver.add([not(literal), here]);
        this.#solver.add([not(literal), visited[to] ?? 0]);
        for (const other of out.slice(index + 1)) this.#solver.add([not(literal), not(other)]);
      });
    });
    into.forEach((literals, node) => {
      if (node !== 0) this.#solver.add([not(visited[node] ?? 0), ...literals]);
    });
  }

  #addNeeds(): void {
    const conflicts = conflictMasks(this.#net);
    this.#net.groups.forEach(({ moves }, at) => {
      moves.forEach((list, from) => {
        list.forEach(({ to }, index) => {
          const taken = this.#taken[at]?.[from]?.[index] ?? 0;
          for (const [other, masks] of conflicts[at] ?? []) {
            const bad = (masks[from] ?? 0) | (masks[to] ?? 0);
            const good = (this.#visited[other] ?? []).filter((_, node) => ((bad >> node) & 1) === 0);
            this.#solver.add([not(taken), ...good]);
          }
        });
      });
    });
  }
}

/** By group and neighbour: of each node the neighbour's nodes, as bits, that it may not be seen with. */
export function conflictMasks({ groups, conflicts }: Net): readonly ReadonlyMap<number, number[]>[] {
  const all = groups.map(() => new Map<number, number[]>());
  for (const [one, other, ...more] of conflicts) {
    if (one === undefined || other === undefined || more.length > 0) continue;
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      const masks = all[a.at]?.get(b.at) ?? [];
      masks[a.node] = (masks[a.node] ?? 0) | (1 << b.node);
      all[a.at]?.set(b.at, masks);
    }
  }
  return all;
}
