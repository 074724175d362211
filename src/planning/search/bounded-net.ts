// A net within a number of batches, for the solver: which node every group is at at every boundary between batches, and that
// no conflict is seen inside a batch, where a group that moves shows both of its nodes.

import type { Clock } from "./clock.js";
import type { Conflict } from "./neighbours.js";
import type { MovingConflict, Net } from "./net.js";
import { clausesOf, extraUpdates, toleratedFacts } from "./net-clauses.js";
import type { Part } from "./part.js";
import type { Reach } from "./relaxation.js";
import { type Literal, not, Solver } from "./sat.js";
import type { Ways } from "./ways.js";

export interface NetBounds {
  readonly batches: number;
  readonly first: Reach;
  /** Batches to the goal at least. */
  readonly left: Reach;
  /** Weighted; undefined for no limit. */
  readonly updates?: number;
  /** What the updates are counted by, where it is known: so the solver can argue with ways instead of single moves. */
  readonly ways?: Ways;
  /** Moves without a reverse are not made in an earlier batch. */
  readonly noReturnFrom: number;
}

/** By boundary and group: the node. */
export type Course = readonly (readonly number[])[];

/** A group is at a node from one boundary to another. */
export interface Stay {
  readonly at: number;
  readonly node: number;
  readonly from: number;
  readonly until: number;
}

/** What may not be seen together, unless one of the rest is true. */
interface Seen {
  readonly members: Conflict;
  readonly rest: readonly Literal[];
}

const NOTHING: readonly Literal[] = [];
const IMPOSSIBLE = -1;

export class BoundedNet {
  readonly #net: Net;
  readonly #part: Part;
  readonly #bounds: NetBounds;
  readonly #solver: Solver;
  /** By group: its variables, by boundary and node; -1 where it cannot be. */
  readonly #places: Int32Array[] = [];
  readonly #nodeCounts: readonly number[];
  #variables = 0;

  constructor(net: Net, part: Part, bounds: NetBounds, clock: Clock) {
    this.#net = net;
    this.#part = part;
    this.#bounds = bounds;
    this.#nodeCounts = net.groups.map(({ moves }) => moves.length);
    for (const at of net.groups.keys()) this.#place(at);
    const moved = bounds.updates === undefined ? -1 : this.#variables;
    const seen = this.#variables + this.#countingVariables();
    const seenFacts = toleratedFacts(part);
    this.#solver = new Solver(seen + seenFacts.size * bounds.batches, clock);
    this.#preferEarly();
    for (const at of net.groups.keys()) this.#addWays(at);
    if (moved >= 0 && bounds.ways !== undefined) this.#addWaysTaken(moved, bounds.ways);
    else if (moved >= 0) this.#addUpdates(moved);
    for (const conflict of net.conflicts) this.#addConflict(conflict);
    for (const conflict of net.underWay) this.#addUnderWay(conflict);
    this.#addTolerated(seenFacts, seen);
  }

  solve(): Course | undefined {
    return this.#solver.solve() ? this.#course() : undefined;
  }

  /** Also undefined where so many conflicts are not enough to know. */
  solveWithin(conflicts: number, assumptions: readonly Literal[] = []): Course | undefined {
    return this.#solver.solveWithin(conflicts, assumptions) === true ? this.#course() : undefined;
  }

  /** Of the solver, in all. */
  get conflicts(): number {
    return this.#solver.conflicts;
  }

  #course(): Course {
    return Array.from({ length: this.#bounds.batches + 1 }, (_, boundary) =>
      this.#nodeCounts.map((count, at) => {
        for (let node = 0; node < count; node += 1) {
          const literal = this.#at(at, node, boundary);
          if (literal !== IMPOSSIBLE && this.#solver.values[literal] === 1) return node;
        }
        return 0;
      }),
    );
  }

  nodesOf(at: number): readonly number[] {
    return Array.from({ length: this.#nodeCounts[at] ?? 0 }, (_, node) => node);
  }

  /** That a group is at a node from one boundary to another; undefined where it cannot be. */
  staying({ at, node, from, until }: Stay): readonly Literal[] | undefined {
    const literals: Literal[] = [];
    for (let boundary = from; boundary <= until; boundary += 1) literals.push(this.#at(at, node, boundary));
    return literals.includes(IMPOSSIBLE) ? undefined : literals;
  }

  /** For good. */
  fix(literals: readonly Literal[]): void {
    for (const literal of literals) this.#solver.add([literal]);
  }

  /** Fewer updates. */
  tighten(updates: number): void {
    this.#solver.tighten(updates);
  }

  #place(at: number): void {
    const { batches, first, left } = this.#bounds;
    const count = this.#nodeCounts[at] ?? 0;
    const places = new Int32Array((batches + 1) * count).fill(IMPOSSIBLE);
    for (let boundary = 0; boundary <= batches; boundary += 1) {
      for (let node = 0; node < count; node += 1) {
        if ((first[at]?.[node] ?? 0) > boundary || (left[at]?.[node] ?? 0) > batches - boundary) continue;
        places[boundary * count + node] = this.#variables;
        this.#variables += 1;
      }
    }
    this.#places.push(places);
  }

  #at(at: number, node: number, boundary: number): Literal {
    const variable = this.#places[at]?.[boundary * (this.#nodeCounts[at] ?? 0) + node] ?? IMPOSSIBLE;
    return variable === IMPOSSIBLE ? IMPOSSIBLE : 2 * variable;
  }

  #preferEarly(): void {
    const { batches, left } = this.#bounds;
    this.#nodeCounts.forEach((count, at) => {
      for (let boundary = 0; boundary <= batches; boundary += 1) {
        let best = -1;
        for (let node = 0; node < count; node += 1) {
          if (this.#at(at, node, boundary) === IMPOSSIBLE) continue;
          if (best < 0 || (left[at]?.[node] ?? 0) < (left[at]?.[best] ?? 0)) best = node;
        }
        if (best >= 0) this.#solver.prefer(this.#at(at, best, boundary));
      }
    });
  }

  /** One node at each boundary, and only moves between them. */
  #addWays(at: number): void {
    const { batches, noReturnFrom } = this.#bounds;
    const moves = this.#net.groups[at]?.moves ?? [];
    for (let boundary = 0; boundary <= batches; boundary += 1) {
      const open = moves.map((_, node) => this.#at(at, node, boundary)).filter((literal) => literal !== IMPOSSIBLE);
      this.#solver.add(open);
      open.forEach((one, index) => {
        for (const other of open.slice(index + 1)) this.#solver.add([not(one), not(other)]);
      });
      if (boundary === batches) break;
      moves.forEach((list, node) => {
        const here = this.#at(at, node, boundary);
        if (here === IMPOSSIBLE) return;
        const usable = list.filter(({ isReversible }) => isReversible || boundary >= noReturnFrom);
        const next = [node, ...usable.map(({ to }) => to)].map((to) => this.#at(at, to, boundary + 1));
        this.#solver.add([not(here), ...next.filter((literal) => literal !== IMPOSSIBLE)]);
      });
    }
  }

  #countingVariables(): number {
    const { updates, ways, batches } = this.#bounds;
    if (updates === undefined) return 0;
    return ways === undefined ? this.#net.groups.length * batches : ways.ways.reduce((sum, own) => sum + own.length, 0);
  }

  /** One way for every group, which visits all that the group does. */
  #addWaysTaken(first: number, { ways, pairs }: Ways): void {
    let next = first;
    const taken = ways.map((own) => own.map((): Literal => 2 * next++));
    this.#solver.limit(extraUpdates({ taken, ways, groups: this.#net.groups, bound: this.#bounds.updates ?? 0 }));
    taken.forEach((own, at) => {
      own.forEach((one, index) => {
        for (const other of own.slice(index + 1)) this.#solver.add([not(one), not(other)]);
      });
      this.#solver.add(own);
      this.#addVisits(at, ways[at] ?? [], own);
    });
    for (const { one, other, isTogether } of pairs) {
      const others = taken[other] ?? [];
      const isGood = (index: number, at: number) => isTogether[index * others.length + at] === 1;
      taken[one]?.forEach((literal, index) => {
        this.#solver.add([not(literal), ...others.filter((_, at) => isGood(index, at))]);
      });
      others.forEach((literal, at) => {
        this.#solver.add([not(literal), ...(taken[one] ?? []).filter((_, index) => isGood(index, at))]);
      });
    }
  }

  #addVisits(at: number, ways: readonly (readonly number[])[], taken: readonly Literal[]): void {
    for (let node = 0; node < (this.#nodeCounts[at] ?? 0); node += 1) {
      const through = taken.filter((_, index) => ways[index]?.includes(node));
      if (through.length === taken.length) continue;
      for (let boundary = 0; boundary <= this.#bounds.batches; boundary += 1) {
        const here = this.#at(at, node, boundary);
        if (here !== IMPOSSIBLE) this.#solver.add([not(here), ...through]);
      }
    }
  }

  #addUpdates(moved: number): void {
    const { batches, updates = 0 } = this.#bounds;
    const literals: Literal[] = [];
    const weights: number[] = [];
    this.#net.groups.forEach(({ group }, at) => {
      for (let batch = 0; batch < batches; batch += 1) {
        literals.push(2 * (moved + at * batches + batch));
        weights.push(group.weight);
      }
    });
    this.#solver.limit({ literals, weights, bound: updates });
    this.#net.groups.forEach((_, at) => {
      for (let batch = 0; batch < batches; batch += 1) this.#addMoved(at, batch, 2 * (moved + at * batches + batch));
    });
  }

  #addMoved(at: number, batch: number, moved: Literal): void {
    for (let node = 0; node < (this.#nodeCounts[at] ?? 0); node += 1) {
      const here = this.#at(at, node, batch);
      const still = this.#at(at, node, batch + 1);
      if (here === IMPOSSIBLE) continue;
      this.#solver.add(still === IMPOSSIBLE ? [not(here), moved] : [not(here), still, moved]);
    }
  }

  /** Within each batch every member may be seen before or after; not all of them may be. */
  #addConflict(conflict: Conflict): void {
    const seen = { members: conflict, rest: NOTHING };
    for (let batch = 0; batch < this.#bounds.batches; batch += 1) this.#addSeen(seen, batch, []);
  }

  /** The same for batches in which all of some groups move. */
  #addUnderWay({ moving, members }: MovingConflict): void {
    for (let batch = 0; batch < this.#bounds.batches; batch += 1) {
      const stays = moving.map((at) => this.nodesOf(at).flatMap((node) => this.#stays({ at, node, batch })));
      for (const rest of clausesOf(stays)) this.#addSeen({ members, rest }, batch, []);
    }
  }

  /** That a group does not leave the node in the batch; nothing where it cannot be there. */
  #stays({ at, node, batch }: { readonly at: number; readonly node: number; readonly batch: number }): Literal[][] {
    const [here, still] = [this.#at(at, node, batch), this.#at(at, node, batch + 1)];
    return here === IMPOSSIBLE ? [] : [[not(here), still].filter((literal) => literal !== IMPOSSIBLE)];
  }

  #addSeen(seen: Seen, batch: number, clause: readonly Literal[]): void {
    const member = seen.members[clause.length];
    if (member === undefined) {
      this.#solver.add(seen.rest === NOTHING ? clause : [...clause, ...seen.rest]);
      return;
    }
    for (const boundary of [batch, batch + 1]) {
      const literal = this.#at(member.at, member.node, boundary);
      if (literal !== IMPOSSIBLE) this.#addSeen(seen, batch, [...clause, not(literal)]);
    }
  }

  /** What was not acceptable at the start may be seen only in batches before which it is still there. */
  #addTolerated(seenFacts: ReadonlyMap<number, number>, offset: number): void {
    const { batches } = this.#bounds;
    for (let batch = 0; batch < batches; batch += 1) {
      const seen = (fact: number) => 2 * (offset + (seenFacts.get(fact) ?? 0) * batches + batch);
      for (const fact of seenFacts.keys()) {
        for (const boundary of [batch, batch + 1]) {
          for (const literal of this.#showing(fact, boundary)) this.#solver.add([not(literal), seen(fact)]);
        }
      }
      for (const { facts } of this.#part.tolerated) {
        const changing = facts.filter((fact) => seenFacts.has(fact));
        const clause = changing.map((fact) => not(seen(fact)));
        for (const fact of changing) this.#solver.add([...clause, ...this.#showing(fact, batch)]);
      }
    }
  }

  #showing(fact: number, boundary: number): readonly Literal[] {
    return this.#net.groups.flatMap(({ group }, at) =>
      group.facts.flatMap((each, node) => {
        const literal = each === fact ? this.#at(at, node, boundary) : IMPOSSIBLE;
        return literal === IMPOSSIBLE ? [] : [literal];
      }),
    );
  }
}
