// Of the courses that a bounded net allows, the one to be preferred (courses.ts): group after group, the most urgent first, has
// its last move as early as can be, then the one before it, and so on.

import type { BoundedNet, Course, Stay } from "./bounded-net.js";

/**
 * What is spent on it. Counted, not timed: the same problem is always settled in the same way. Whoever is not reached stays
 * where the solver put it; the course is as good in everything that is counted.
 */
const MOST_TRIES = 400;
const MOST_CONFLICTS = 2000;

/** Undefined where that is not enough for any. */
export function settled(net: BoundedNet): Course | undefined {
  const course = net.solveWithin(MOST_CONFLICTS);
  return course === undefined ? undefined : new Settling(net, course).run();
}

class Settling {
  readonly #net: BoundedNet;
  #course: Course;
  #tried = 0;

  constructor(net: BoundedNet, course: Course) {
    this.#net = net;
    this.#course = course;
  }

  run(): Course {
    for (let at = 0; at < (this.#course[0]?.length ?? 0) && !this.#isSpent(); at += 1) this.#settle(at);
    return this.#course;
  }

  /** From the last stay back to the first. */
  #settle(at: number): void {
    let until = this.#course.length - 1;
    let nodes: readonly number[] = [this.#nodeOf(at, until)];
    while (until >= 0) {
      this.#shorten(at, nodes, until);
      const stay = this.#firstNode(this.#stayOf(at, until), nodes);
      this.#net.fix(this.#net.staying(stay) ?? []);
      until = stay.from - 1;
      nodes = this.#net.nodesOf(at).filter((node) => node !== stay.node);
    }
  }

  /** As early as can be, wherever it stays. */
  #shorten(at: number, nodes: readonly number[], until: number): void {
    for (let { from } = this.#stayOf(at, until); from > 0; from = this.#stayOf(at, until).from) {
      if (!nodes.some((node) => this.#tries({ at, node, from: from - 1, until }))) return;
    }
  }

  /** The first node that allows it. */
  #firstNode(stay: Stay, nodes: readonly number[]): Stay {
    for (const node of nodes) if (node < stay.node && this.#tries({ ...stay, node })) return { ...stay, node };
    return stay;
  }

  #tries(stay: Stay): boolean {
    const literals = this.#net.staying(stay);
    if (literals === undefined || this.#isSpent()) return false;
    this.#tried += 1;
    const course = this.#net.solveWithin(MOST_CONFLICTS - this.#net.conflicts, literals);
    if (course === undefined) return false;
    this.#course = course;
    return true;
  }

  #isSpent(): boolean {
    return this.#tried >= MOST_TRIES || this.#net.conflicts >= MOST_CONFLICTS;
  }

  #nodeOf(at: number, boundary: number): number {
    return this.#course[boundary]?.[at] ?? 0;
  }

  #stayOf(at: number, until: number): Stay {
    const node = this.#nodeOf(at, until);
    let from = until;
    while (from > 0 && this.#nodeOf(at, from - 1) === node) from -= 1;
    return { at, node, from, until };
  }
}
