// A part in which every group makes at most one move, straight to its target, as a problem of precedence: a refused combination
// is avoided where one of its old versions is gone before one of its new ones comes ("some of these before some of those").

import { OutOfTime } from "./clock.js";
import type { Part, PartRules } from "./part.js";
import { canReturn } from "./returnable.js";
import type { Schedule, Waiting } from "./schedule.js";
import { NO_FACT, type TaskGroup } from "./task.js";
import { isStartRefused, refusedBy } from "./wide-waits.js";

export interface PrecedenceModel {
  /** Those that move. */
  readonly groups: readonly TaskGroup[];
  readonly waits: readonly Waiting[];
  /** By group: must be in the last batch. */
  readonly isLast: readonly boolean[];
  readonly isReversible: readonly boolean[];
  /** Groups have other ways than the straight one, which the model does not know of. */
  readonly isRestricted: boolean;
  /** Waits that a schedule breaks and that only its boxes bring to light. */
  readonly brokenBy: (schedule: Schedule) => readonly Waiting[];
}

/** Undefined where single moves cannot tell the whole story. */
export function precedenceModel(part: Part, rules: PartRules): PrecedenceModel | undefined {
  if (isStartRefused(part)) return undefined;
  const groups = part.groups.filter(({ goal }) => goal !== 0);
  if (groups.some(({ shortest }) => shortest > 1)) return undefined;
  const shown = providers(part, groups);
  if (part.tolerated.some(({ facts }) => facts.some((fact) => (shown.get(fact)?.length ?? 0) > 1))) return undefined;
  const isReversible = groups.map((group) => isStraightReversible(group));
  // What cannot go straight back may still get back over another version.
  if (groups.some((group, at) => isReversible[at] !== true && canReturn(group, group.goal))) return undefined;
  const isLast = isReversible.map((is) => !is && rules.pointOfNoReturn === "last_batch");
  const showersOf = (facts: readonly number[]) =>
    facts.map((fact) => (part.isPermanent[fact] === true ? ALL_THE_TIME : (shown.get(fact) ?? [])));
  const waitsOf = (combinations: readonly (readonly number[])[]): readonly Waiting[] => {
    const waits: Waiting[] = [];
    for (const facts of combinations) {
      const lists = showersOf(facts);
      if (waits.length + countOf(lists) > MOST_WAITS) throw new OutOfTime();
      addCombinations(lists, (members) => waits.push(waitingOf(members, isLast)));
    }
    return waits;
  };
  const isRestricted = !isWholeStory(part);
  const brokenBy = (schedule: Schedule) => (part.wide.length === 0 ? [] : waitsOf(refusedBy(schedule, groups, part)));
  if (part.refused.reduce((sum, { facts }) => sum + countOf(showersOf(facts)), 0) > MOST_WAITS) return undefined;
  const waits = waitsOf(part.refused.map(({ facts }) => facts));
  return { groups, waits, isLast, isReversible, isRestricted, brokenBy };
}

/**
 * Nothing can move otherwise, or doing so would not help: of two versions each, tables of two columns are closed under
 * majority, so a plan that goes back and forth contains one that does not, in no more batches.
 */
function isWholeStory({ groups, refused, tolerated, wide }: Part): boolean {
  if (groups.some(({ versions }) => versions.length > 2)) return false;
  const isBinary = tolerated.length + wide.length === 0 && groups.every(({ offline }) => offline === NO_FACT);
  if (isBinary && refused.every(({ facts }) => facts.length <= 2)) return true;
  return groups.every(({ goal, edges }) => goal !== 0 && edges[goal]?.length === 0);
}

function isStraightReversible({ edges, goal }: TaskGroup): boolean {
  return edges[0]?.some(({ to, isReversible }) => to === goal && isReversible) ?? false;
}

/** 4 * group, plus what it shows; ALWAYS for what is there all the time. */
type Shower = number;
const OLD = 0;
const NEW = 1;
const UNDER_WAY = 2;
const ALWAYS: Shower = -1;
const ALL_THE_TIME: readonly Shower[] = [ALWAYS];

/** Where many groups of a type go the same way, one combination is a wait for each choice of one of each type. */
const MOST_WAITS = 1 << 19;

function countOf(lists: readonly (readonly Shower[])[]): number {
  return lists.reduce((product, list) => (list.includes(ALWAYS) ? product : product * list.length), 1);
}

function providers(part: Part, groups: readonly TaskGroup[]): ReadonlyMap<number, readonly Shower[]> {
  const shown = new Map<number, Shower[]>();
  const add = (fact: number, shower: Shower) => {
    const known = shown.get(fact);
    if (known === undefined) shown.set(fact, [shower]);
    else known.push(shower);
  };
  for (const { goal, facts } of part.groups) if (goal === 0) add(facts[0] ?? 0, ALWAYS);
  groups.forEach(({ facts, goal, offline }, at) => {
    add(facts[0] ?? 0, 4 * at + OLD);
    add(facts[goal] ?? 0, 4 * at + NEW);
    if (offline !== NO_FACT) add(offline, 4 * at + UNDER_WAY);
  });
  return shown;
}

/** One shower per fact, in every way; what is always there need not be said. */
function addCombinations(lists: readonly (readonly Shower[])[], take: (members: readonly Shower[]) => void): void {
  const members: Shower[] = [];
  const extend = (at: number): void => {
    const list = lists[at];
    if (list === undefined) {
      take([...members]);
      return;
    }
    if (list.includes(ALWAYS)) {
      extend(at + 1);
      return;
    }
    for (const shower of list) {
      members.push(shower);
      extend(at + 1);
      members.pop();
    }
  };
  extend(0);
}

function waitingOf(members: readonly Shower[], isLast: readonly boolean[]): Waiting {
  const before: number[] = [];
  const after: number[] = [];
  for (const member of members) {
    const group = member >> 2;
    // What is under way has not been finished before it has begun, nor the other way round: it is on both sides.
    if ((member & 3) !== OLD) after.push(group);
    if ((member & 3) !== NEW && isLast[group] !== true) before.push(group);
  }
  return { before, after };
}
