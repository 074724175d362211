// Parts of a bounded net that need nothing of its variables: what of the updates is left to be counted, and clauses that are made
// by choosing one of several for each group.

import type { NetGroup } from "./net.js";
import type { Part } from "./part.js";
import type { Literal } from "./sat.js";
import type { AtMost } from "./sat-at-most.js";
import type { Ways } from "./ways.js";

export interface WaysTaken {
  /** By group and way. */
  readonly taken: readonly (readonly Literal[])[];
  readonly ways: Ways["ways"];
  readonly groups: readonly NetGroup[];
  readonly bound: number;
}

/** What every way of a group has in common need not be counted. */
export function extraUpdates({ taken, ways, groups, bound }: WaysTaken): AtMost {
  const literals: Literal[] = [];
  const weights: number[] = [];
  let left = bound;
  ways.forEach((own, at) => {
    const weight = groups[at]?.group.weight ?? 0;
    const least = own.reduce((fewest, way) => Math.min(fewest, way.length - 1), Infinity);
    left -= weight * least;
    own.forEach((way, index) => {
      if (way.length - 1 === least) return;
      literals.push(taken[at]?.[index] ?? 0);
      weights.push(weight * (way.length - 1 - least));
    });
  });
  return { literals, weights, bound: left };
}

/** What was refused at the start and can change, numbered. */
export function toleratedFacts({ tolerated, isPermanent }: Part): ReadonlyMap<number, number> {
  const facts = tolerated.flatMap((each) => each.facts).filter((fact) => !isPermanent[fact]);
  return new Map([...new Set(facts)].map((fact, index) => [fact, index]));
}

/** One part of each list, in every way. */
export function clausesOf(lists: readonly (readonly (readonly Literal[])[])[]): readonly (readonly Literal[])[] {
  return lists.reduce<readonly (readonly Literal[])[]>(
    (clauses, parts) => clauses.flatMap((clause) => parts.map((part) => [...clause, ...part])),
    [[]],
  );
}
