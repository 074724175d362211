// Which moves must be finished before which others may start, whatever the plan: wherever one version of one group and one of
// another may never be seen together, and only one of the two can get out of the way first. Not all that the tables say, but
// enough to explain most systems that cannot be updated.

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
  readonly versions: readonly string[];
  /** Number of the first of its steps. */
  readonly first: number;
}

export function forcedPrecedences(outlook: Outlook): Precedences {
  const { ways, steps, versionsOfGroup } = waysOf(outlook);
  const edges = new Map<number, Precedence>();
  const keyOf = (before: number, after: number) => before * steps.length + after;
  for (const [before, step] of steps.entries()) {
    if (steps[before + 1]?.group === step.group) add({ before, after: before + 1, because: undefined });
  }
  const looks = outlook.rules.map((rule) => ({ rule, moving: movingColumns(rule) }));
  for (const { rule, moving } of looks) addEdgesOf(rule, moving);
  const isWhole = ways.every((way) => way !== undefined && way.versions.length <= 2);
  return { steps, edges: [...edges.values()], isWhole: isWhole && looks.every(({ moving }) => moving.length <= 2) };

  function add(edge: Precedence): void {
    const key = keyOf(edge.before, edge.after);
    if (!edges.has(key)) edges.set(key, edge);
  }

  function movingColumns({ types }: Rule): readonly number[] {
    const isMoving = (group: number) => (versionsOfGroup[group]?.length ?? 0) > 1;
    return types.flatMap((type, column) => (outlook.groupsOf.get(type)?.some(isMoving) ? [column] : []));
  }

  function addEdgesOf(rule: Rule, moving: readonly number[]): void {
    const wide = moving.length > 2 ? createWideRule(outlook, rule, versionsOfGroup) : undefined;
    for (const [at, one] of moving.entries()) {
      for (const other of moving.slice(at + 1)) {
        forPairs(rule, [one, other], (left, right) => addBetween({ rule, wide, columns: [one, other] }, left, right));
      }
    }
  }

  function forPairs(rule: Rule, [one, other]: readonly [number, number], visit: (left: Way, right: Way) => void): void {
    for (const left of waysIn(rule, one)) {
      for (const right of waysIn(rule, other)) visit(left, right);
    }
  }

  function waysIn({ types }: Rule, column: number): readonly Way[] {
    return (outlook.groupsOf.get(types[column] ?? "") ?? []).flatMap((group) => {
      const way = ways[group];
      return way === undefined || way.versions.length < 2 ? [] : [way];
    });
  }

  function addBetween(look: PairLook, left: Way, right: Way): void {
    for (const [i, version] of left.versions.entries()) {
      for (const [j, other] of right.versions.entries()) {
        const edge = onlyWayOut([left, i], [right, j]);
        if (edge === undefined || edges.has(keyOf(edge.before, edge.after))) continue;
        const because = refusedTogether(outlook, look, [version, other]);
        if (because !== undefined) add({ ...edge, because });
      }
    }
  }
}

interface PairLook {
  readonly rule: Rule;
  readonly wide: WideRule | undefined;
  readonly columns: readonly [number, number];
}

/** Whether the two versions can never be seen together, whatever the other groups do. */
function refusedTogether(outlook: Outlook, look: PairLook, pair: readonly [string, string]): Refused | undefined {
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

function waysOf(outlook: Outlook) {
  const { problem } = outlook;
  const steps: Step[] = [];
  const versionsOfGroup: (readonly string[])[] = [];
  const ways = problem.groups.map(({ type }, group): Way | undefined => {
    const versions = wayOf(outlook, group);
    versionsOfGroup.push(versions.all);
    if (versions.single === undefined) return undefined;
    const first = steps.length;
    for (const [at, from] of versions.single.entries()) {
      const to = versions.single[at + 1];
      if (to !== undefined) steps.push({ group, type, from, to });
    }
    return { group, versions: versions.single, first };
  });
  return { ways, steps, versionsOfGroup };
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
