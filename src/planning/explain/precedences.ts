// Which moves must be finished before which others may start, whatever the plan: wherever one version of one group and one of
// another may never be seen together, and only one of the two can get out of the way first. Not all that the tables say, but
// enough to explain most systems that cannot be updated.

import { OFFLINE } from "../../model/index.js";
import { type Outlook, refusedAmong, type VersionsOf } from "./outlook.js";
import { isAllowed, type Mover, moverOf, relevant } from "./possible-moves.js";
import type { Rule } from "./reading.js";
import type { Refused } from "./refused-in.js";
import { createWideRule, type WideRule } from "./wide-rule.js";

/** A move that a group has to make; all of its moves, in order, are known. */
export interface Step {
  readonly group: number;
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

/** The steps are numbered; `because` is undefined between two steps of the same group. */
export interface Precedence {
  readonly before: number;
  readonly after: number;
  readonly because: Refused | undefined;
}

export interface Precedences {
  readonly steps: readonly Step[];
  readonly edges: readonly Precedence[];
  /** Whether they are all that the tables say: then a plan exists exactly where they do not go in a circle. */
  readonly isWhole: boolean;
}

/** The versions that a group passes through, in order; undefined where it has a choice. */
interface Way {
  readonly group: number;
  readonly type: string;
  readonly versions: readonly string[];
  /** Number of the first of its steps. */
  readonly first: number;
}

export function forcedPrecedences(outlook: Outlook): Precedences {
  const { steps, between, areAllStraight } = waysOf(outlook);
  const edges = new Map<number, Precedence>();
  let isWhole = areAllStraight;
  const add = (edge: Precedence) => {
    const key = edge.before * steps.length + edge.after;
    if (!edges.has(key)) edges.set(key, edge);
  };
  between.forEach(add);
  const addForced = () => {
    for (const rule of outlook.rules) {
      const forced = forcedBy(outlook, rule);
      if (forced.movingColumns > 2 || rule.offline.length > 0) isWhole = false;
      forced.edges.forEach(add);
    }
  };
  // What was found until the time was up is true, too.
  outlook.kin.patience.attempt(addForced, () => {
    isWhole = false;
  });
  return { steps, edges: [...edges.values()], isWhole };
}

/** What one rule forces, whatever the others say. */
interface Forced {
  readonly edges: readonly Precedence[];
  readonly movingColumns: number;
}

/** Explanations ask the same rules again and again, in ever other company. */
const forcedByRule = new WeakMap<Rule, Forced>();

function forcedBy(outlook: Outlook, rule: Rule): Forced {
  const known = forcedByRule.get(rule);
  if (known !== undefined) return known;
  const forced = findForced(outlook, rule);
  forcedByRule.set(rule, forced);
  return forced;
}

function findForced(outlook: Outlook, rule: Rule): Forced {
  const { ways, versionsOfGroup } = waysOf(outlook);
  const edges: Precedence[] = [];
  const moving = rule.types.flatMap((type, column) => (outlook.groupsOf.get(type)?.some(isMoving) ? [column] : []));
  const wide = moving.length > 2 ? createWideRule(outlook, rule, versionsOfGroup) : undefined;
  for (const [at, one] of moving.entries()) {
    for (const other of moving.slice(at + 1)) {
      forPairs([one, other], (left, right) => addBetween({ rule, wide, columns: [one, other] }, left, right));
      if (wide !== undefined || rule.offline.length === 0) continue;
      forPairs([one, other], (left, right) => addUnderWay({ rule, wide, columns: [one, other] }, left, right));
      forPairs([other, one], (left, right) => addUnderWay({ rule, wide, columns: [other, one] }, left, right));
    }
  }
  return { edges, movingColumns: moving.length };

  function isMoving(group: number): boolean {
    return (versionsOfGroup[group]?.length ?? 0) > 1;
  }

  function forPairs([one, other]: readonly [number, number], visit: (left: Way, right: Way) => void): void {
    const rights = waysIn(other);
    for (const left of waysIn(one)) for (const right of rights) visit(left, right);
  }

  function waysIn(column: number): readonly Way[] {
    return (outlook.groupsOf.get(rule.types[column] ?? "") ?? []).flatMap((group) => {
      const way = ways[group];
      return way === undefined || way.versions.length < 2 ? [] : [way];
    });
  }

  function addUnderWay(look: PairLook, left: Way, right: Way): void {
    if (rule.offline.includes(left.type)) edges.push(...underWay(outlook, look, [left, right]));
  }

  function addBetween(look: PairLook, left: Way, right: Way): void {
    for (const [i, version] of left.versions.entries()) {
      for (const [j, other] of right.versions.entries()) {
        const edge = onlyWayOut([left, i], [right, j]);
        if (edge === undefined) continue;
        const because = refusedTogether(outlook, look, [version, other]);
        if (because !== undefined) edges.push({ ...edge, because });
      }
    }
  }
}

/**
 * Steps of the one while the other is at an end of its way: what may not be seen then comes after the other's first step, or
 * before its last. `left` is the one that is under way.
 */
function underWay(outlook: Outlook, look: PairLook, [left, right]: readonly [Way, Way]): readonly Precedence[] {
  const last = right.versions.length - 1;
  const steps = left.versions.slice(1).map((_, index) => left.first + index);
  const refusedBeside = (at: number) => refusedTogether(outlook, look, [OFFLINE, right.versions[at] ?? ""]);
  const [atStart, atEnd] = [refusedBeside(0), refusedBeside(last)];
  return steps.flatMap((step) => [
    ...(atStart === undefined ? [] : [{ before: right.first, after: step, because: atStart }]),
    ...(atEnd === undefined ? [] : [{ before: step, after: right.first + last - 1, because: atEnd }]),
  ]);
}

interface PairLook {
  readonly rule: Rule;
  readonly wide: WideRule | undefined;
  readonly columns: readonly [number, number];
}

/** Whether the two versions can never be seen together, whatever the other groups do. */
function refusedTogether(outlook: Outlook, look: PairLook, pair: readonly [string, string]): Refused | undefined {
  outlook.kin.patience.tick();
  const { rule, wide, columns } = look;
  if (wide !== undefined) return wide.refusedTogether(columns, pair);
  const [one, other] = columns.map((column) => rule.types[column]);
  const [oneVersion, otherVersion] = [[pair[0]], [pair[1]]];
  const versionsOf: VersionsOf = (type) =>
    type === one ? oneVersion : type === other ? otherVersion : (outlook.start.get(type) ?? []);
  return refusedAmong(outlook, rule, versionsOf, "transition");
}

/**
 * Two versions are kept apart by leaving the one before the other is entered. Where only one of the two ways to do so
 * exists, it is forced: nobody leaves the last version of a way, or enters the first.
 */
function onlyWayOut(
  [left, i]: readonly [Way, number],
  [right, j]: readonly [Way, number],
): { readonly before: number; readonly after: number } | undefined {
  const leftFirst = i < left.versions.length - 1 && j > 0;
  const rightFirst = j < right.versions.length - 1 && i > 0;
  if (leftFirst === rightFirst) return undefined;
  return leftFirst
    ? { before: left.first + i, after: right.first + j - 1 }
    : { before: right.first + j, after: left.first + i - 1 };
}

interface Ways {
  /** By group; undefined where it has a choice. */
  readonly ways: readonly (Way | undefined)[];
  readonly steps: readonly Step[];
  /** From each step of a group to its next one. */
  readonly between: readonly Precedence[];
  /** By group, all that it can show. */
  readonly versionsOfGroup: readonly (readonly string[])[];
  /** Whether no group has a choice, or passes over another version. */
  readonly areAllStraight: boolean;
}

const waysOfKin = new WeakMap<Outlook["kin"], Ways>();

function waysOf(outlook: Outlook): Ways {
  const known = waysOfKin.get(outlook.kin);
  if (known !== undefined) return known;
  const found = findWays(outlook);
  waysOfKin.set(outlook.kin, found);
  return found;
}

function findWays(outlook: Outlook): Ways {
  const steps: Step[] = [];
  const between: Precedence[] = [];
  const versionsOfGroup: (readonly string[])[] = [];
  const ways = outlook.problem.groups.map(({ type }, group): Way | undefined => {
    const versions = wayOf(outlook, group);
    versionsOfGroup.push(versions.all);
    if (versions.single === undefined) return undefined;
    const first = steps.length;
    for (const [at, from] of versions.single.entries()) {
      const to = versions.single[at + 1];
      if (to === undefined) break;
      if (at > 0) between.push({ before: steps.length - 1, after: steps.length, because: undefined });
      steps.push({ group, type, from, to });
    }
    return { group, type, versions: versions.single, first };
  });
  const areAllStraight = ways.every((way) => way !== undefined && way.versions.length <= 2);
  return { ways, steps, between, versionsOfGroup, areAllStraight };
}

interface Versions {
  readonly all: readonly string[];
  /** Undefined where there is more than one way. */
  readonly single: readonly string[] | undefined;
}

function wayOf(outlook: Outlook, group: number): Versions {
  const mover = moverOf(outlook, group);
  const current = outlook.problem.groups[group]?.current ?? "";
  if (mover === undefined) return { all: [current], single: [current] };
  const all = relevant(mover);
  const target = mover.group.target;
  if (all.length <= 2) return { all, single: current === target && all.length > 1 ? undefined : all };
  return { all, single: singleWay(all, mover) };
}

/** All the versions in a row, where each leads to the next one only. */
function singleWay(all: readonly string[], mover: Mover): readonly string[] | undefined {
  const way = [mover.group.current];
  for (const from of way) {
    const next = all.filter((to) => isAllowed(mover, from, to));
    const [only] = next;
    if (only === undefined) break;
    if (next.length > 1 || way.includes(only)) return undefined;
    way.push(only);
  }
  return way.length === all.length && way.at(-1) === mover.group.target ? way : undefined;
}
