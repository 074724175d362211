// The engine for parts in which groups have ways to choose from: bounds from the relaxation, then the solver with more and more
// batches. Exact wherever it ends: fewer batches, or fewer updates, were each shown to be impossible.

import { BoundedNet, type Course } from "./bounded-net.js";
import { type Clock, OutOfTime } from "./clock.js";
import { planOf, withLateEnd } from "./course-plan.js";
import { type FewestWays, fewestWays } from "./fewest-ways.js";
import { isFewest } from "./least-updates.js";
import { MAX_NODES } from "./neighbours.js";
import { shortestOnly, shortestUpdates } from "./net.js";
import type { Part, PartPlan, PartRules } from "./part.js";
import { mostBatches, type Relaxed, relaxed, relaxedPart } from "./relaxed-net.js";
import { settled } from "./settle.js";
import type { Ways } from "./ways.js";

export interface NetFound {
  readonly batches: number;
  readonly updates: number;
  readonly course: Course;
  /** What was proven. */
  readonly least: { readonly batches: number; readonly updates: number };
}

interface Limits {
  readonly updates?: number;
}

/** Numbers of batches for ways that may not go together at all. */
const MOST_TRIES = 20;

/** Undefined where the part is not for it. */
export function netSearch(part: Part, rules: PartRules, clock: Clock): NetSearch | undefined {
  const isForIt = !rules.isOrdered && part.wide.length === 0;
  if (!isForIt || part.groups.some(({ versions }) => versions.length > MAX_NODES)) return undefined;
  return new NetSearch(part, rules, clock);
}

export class NetSearch {
  /** Proven so far, for the answer when time runs out. */
  leastBatches = 0;
  readonly #part: Part;
  readonly #rules: PartRules;
  readonly #clock: Clock;
  #shortest = 0;
  /** Of the whole net's groups, where they are known. */
  #ways: Ways | undefined;
  #whole: Relaxed | undefined;
  #found: NetFound | undefined;
  /** A plan in hand, should time run out. */
  #plan: PartPlan = { batches: [], updates: 0, noReturn: Infinity, isBest: false };

  constructor(part: Part, rules: PartRules, clock: Clock) {
    this.#part = part;
    this.#rules = rules;
    this.#clock = clock;
  }

  /** Undefined where there is no plan, which is proven. */
  search(): NetFound | undefined {
    const whole = relaxedPart(this.#part);
    if (whole === undefined) return undefined;
    this.#whole = whole;
    this.#shortest = shortestUpdates(whole.net);
    this.leastBatches = whole.batches;
    this.#found = this.#rules.objective === "fastest" ? this.#fastest(whole) : this.#fewest(whole);
    return this.#found;
  }

  best(batches: number): PartPlan {
    const found = this.#found;
    if (found === undefined) throw new RangeError("nothing was found");
    // Held until something better is certain.
    this.#plan = this.#planAlong(found.course, batches, false);
    try {
      return this.#bestOf(found, batches);
    } catch (error) {
      if (error instanceof OutOfTime) return this.#plan;
      throw error;
    }
  }

  #bestOf(found: NetFound, batches: number): PartPlan {
    const isShorter = this.#rules.objective === "fastest" && batches > found.batches && found.updates > this.#shortest;
    const tight = isShorter ? this.#within(batches, found) : found.course;
    return this.#settled(this.#postponed(tight, batches), batches);
  }

  #planAlong(course: Course, batches: number, isBest: boolean): PartPlan {
    const isLate = this.#rules.pointOfNoReturn === "last_batch";
    return { ...planOf(this.#part, isLate ? withLateEnd(course, batches) : course, batches), isBest };
  }

  #fastest(whole: Relaxed): NetFound | undefined {
    const most = mostBatches(whole.net);
    for (let batches = whole.batches; batches <= most; batches += 1) {
      this.leastBatches = batches;
      const solver = this.#bounded(whole, { batches, updates: Infinity });
      const course = solver.solve();
      if (course !== undefined) return this.#improved(course, batches, solver);
    }
    return undefined;
  }

  #fewest(whole: Relaxed): NetFound | undefined {
    const fewest = fewestWays(whole.net);
    this.#ways = fewest?.ways;
    if (fewest?.updates === Infinity) return undefined;
    if (this.#rules.isAnyGood) return this.#any(whole);
    const least = fewest?.updates ?? this.#shortest;
    const straight = least > this.#shortest ? this.#along(whole, fewest) : this.#straight(whole);
    if (straight !== undefined) return straight;
    const most = mostBatches(whole.net);
    let best: NetFound | undefined;
    try {
      for (let batches = whole.batches; batches <= Math.min(most, this.#mostBelow(best)); batches += 1) {
        if (best === undefined) this.leastBatches = batches;
        const solver = this.#bounded(whole, { batches, updates: (best?.updates ?? Infinity) - 1 });
        const course = solver.solve();
        if (course === undefined) continue;
        best = this.#improved(course, batches, solver);
        if (best.least.updates < best.updates) return best;
        if (best.updates === this.#shortest || this.#isFewest(best.updates)) return best;
      }
    } catch (error) {
      if (!(error instanceof OutOfTime) || best === undefined) throw error;
      return { ...best, least: { batches: whole.batches, updates: this.#shortest } };
    }
    return best;
  }

  #any(whole: Relaxed): NetFound | undefined {
    const until = Math.max(mostBatches(whole.net), whole.batches) + 1;
    const course = this.#soonest(whole, { from: whole.batches, until });
    if (course === undefined) return undefined;
    const [batches, updates] = [course.length - 1, this.#updatesOf(course)];
    return { batches, updates, course, least: { batches: this.leastBatches, updates: this.#shortest } };
  }

  /** A plan with fewer updates has no more batches than that: each of them updates something. */
  #mostBelow(best: NetFound | undefined): number {
    if (best === undefined) return Infinity;
    const lightest = this.#part.groups.reduce((least, { weight }) => Math.min(least, weight), Infinity);
    return Math.floor((best.updates - 1) / lightest);
  }

  /** Along ways that have as few updates as there could be, if they go together; and whether others of them are faster. */
  #along(whole: Relaxed, fewest: FewestWays | undefined): NetFound | undefined {
    const net = fewest?.net === undefined ? undefined : relaxed(fewest.net);
    if (fewest === undefined || net === undefined) return undefined;
    const { updates } = fewest;
    const some = this.#soonest(net, { from: net.batches, until: net.batches + MOST_TRIES });
    if (some === undefined || this.#updatesOf(some) > updates) return undefined;
    const course = this.#soonest(whole, { from: whole.batches, until: some.length - 1, updates }) ?? some;
    const batches = course.length - 1;
    return { batches, updates, course, least: { batches, updates } };
  }

  #soonest(
    relaxed: Relaxed,
    { from, until, ...limits }: Limits & { readonly from: number; readonly until: number },
  ): Course | undefined {
    for (let batches = from; batches < until; batches += 1) {
      const course = this.#bounded(relaxed, { batches, ...limits }).solve();
      if (course !== undefined) return course;
    }
    return undefined;
  }

  /** Only moves on shortest ways: nothing has fewer updates. */
  #straight(whole: Relaxed): NetFound | undefined {
    const net = relaxed(shortestOnly(whole.net));
    if (net === undefined) return undefined;
    const most = mostBatches(net.net);
    for (let batches = net.batches; batches <= most; batches += 1) {
      this.leastBatches = batches;
      const course = this.#bounded(net, { batches }).solve();
      if (course === undefined) continue;
      return { batches, updates: this.#shortest, course, least: { batches, updates: this.#shortest } };
    }
    return undefined;
  }

  /** As few updates as so many batches allow. */
  #improved(course: Course, batches: number, solver: BoundedNet): NetFound {
    let best = course;
    let updates = this.#updatesOf(best);
    try {
      while (updates > this.#shortest && !this.#isFewest(updates)) {
        solver.tighten(updates - 1);
        const better = solver.solve();
        if (better === undefined) break;
        best = better;
        updates = this.#updatesOf(best);
      }
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return { batches, updates, course: best, least: { batches: this.leastBatches, updates: this.#shortest } };
    }
    return { batches, updates, course: best, least: { batches, updates } };
  }

  /** A quick look: what it cannot prove in a moment is left to the search. */
  #isFewest(updates: number): boolean {
    if (this.#whole === undefined || this.#rules.objective === "fastest") return false;
    return isFewest(this.#whole.net, updates, this.#clock);
  }

  #within(batches: number, found: NetFound): Course {
    const whole = this.#whole;
    if (whole === undefined) return found.course;
    const solver = this.#bounded(whole, { batches, updates: found.updates - 1 });
    const course = solver.solve();
    return course === undefined ? found.course : this.#improved(course, batches, solver).course;
  }

  #postponed(course: Course, batches: number): PartPlan {
    let best = this.#planAlong(course, batches, true);
    this.#plan = { ...best, isBest: false };
    const whole = this.#whole;
    const isSettled = best.noReturn === Infinity || this.#rules.pointOfNoReturn === "last_batch";
    if (isSettled || whole === undefined) return best;
    for (let from = batches - 1; from > best.noReturn; from -= 1) {
      const later = this.#bounded(whole, { batches, updates: best.updates, noReturnFrom: from }).solve();
      if (later !== undefined) best = this.#planAlong(later, batches, true);
    }
    return best;
  }

  #settled(plan: PartPlan, batches: number): PartPlan {
    // Proven already; what is left to settle is which of equally good plans it is.
    this.#plan = plan;
    const straight =
      this.#whole !== undefined && plan.updates === this.#shortest ? relaxed(shortestOnly(this.#whole.net)) : undefined;
    const within = straight ?? this.#whole;
    if (within === undefined) return plan;
    const noReturnFrom = plan.noReturn === Infinity ? batches : plan.noReturn;
    const limits = straight === undefined ? { updates: plan.updates } : {};
    const course = settled(this.#bounded(within, { batches, noReturnFrom, ...limits }));
    return course === undefined ? plan : { ...planOf(this.#part, course, batches), isBest: true };
  }

  #bounded(
    { net, first, left }: Relaxed,
    { batches, noReturnFrom, ...limits }: Limits & { readonly batches: number; readonly noReturnFrom?: number },
  ): BoundedNet {
    this.#clock.check();
    const from = noReturnFrom ?? (this.#rules.pointOfNoReturn === "last_batch" ? batches - 1 : 0);
    const ways = net === this.#whole?.net && this.#ways !== undefined ? { ways: this.#ways } : {};
    const bounds = { batches, first, left, noReturnFrom: from, ...limits, ...ways };
    return new BoundedNet(net, this.#part, bounds, this.#clock);
  }

  #updatesOf(course: Course): number {
    return planOf(this.#part, course, course.length - 1).updates;
  }
}
