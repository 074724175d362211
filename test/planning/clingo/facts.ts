// A planning problem as facts of the answer-set program. Types, versions and combinations are numbered, so that nothing of a
// document has to be quoted.

import type { PlanningGroup, PlanningProblem } from "../../../src/planning/problem.js";
import { type Judge, judgesOf } from "./matching.js";
import { type Step, stepsOf } from "./moves.js";

export interface Facts {
  readonly text: string;
  /** Whether start and target are acceptable, as far as they have to be. */
  readonly areEndsAcceptable: boolean;
  /** No plan that is worth having has more batches. */
  readonly mostBatches: number;
  /** No plan has fewer updates of single components; Infinity where a group cannot get to its target. */
  readonly leastUpdates: number;
}

/** A table whose combinations cannot be written out is none for this oracle. */
const MAX_PRODUCT = 1 << 16;

export function factsOf(problem: PlanningProblem): Facts {
  const groups = problem.groups.map((group) => ({ group, steps: stepsOf(problem, group) }));
  const typeNumbers = numbersOf(problem.groups.map(({ type }) => type));
  const versionNumbers = numbersOf([OFFLINE, ...groups.flatMap(({ group, steps }) => versionsOf(group, steps))]);
  const judges = judgesOf(problem.constraints, new Set(typeNumbers.keys()));
  const versions = byType(groups.map(({ group, steps }) => [group.type, versionsOf(group, steps)]));
  const starts = byType(problem.groups.map(({ type, current }) => [type, [current]]));
  const combinations = judges
    .flatMap((judge) => refusedBy(judge, versions))
    .filter(
      (combination) =>
        !problem.isRepair || !combination.every(([type, version]) => starts.get(type)?.includes(version)),
    );
  const lines = groups.flatMap(({ group, steps }, index) => [
    `type(${index},${typeNumbers.get(group.type)}). weight(${index},${group.count}).`,
    `current(${index},${versionNumbers.get(group.current)}). target(${index},${versionNumbers.get(group.target)}).`,
    ...steps.map(({ from, to, isReversible }) => {
      const move = `${index},${versionNumbers.get(from)},${versionNumbers.get(to)}`;
      return `may(${move}).${isReversible ? "" : ` oneway(${move}).`}`;
    }),
  ]);
  const refused = combinations.map((combination, index) => {
    const parts = combination.map(([type, version]) => {
      return `part(${index},${typeNumbers.get(type)},${versionNumbers.get(version)}).`;
    });
    return `refused(${index}). ${parts.join(" ")}`;
  });
  return {
    text: [...lines, ...refused, ""].join("\n"),
    areEndsAcceptable: areEndsAcceptable(problem, judges),
    mostBatches: mostBatches(groups),
    leastUpdates: groups.reduce((sum, { group, steps }) => sum + group.count * distance(group, steps), 0),
  };
}

type Moving = { readonly group: PlanningGroup; readonly steps: readonly Step[] };
type Combination = readonly (readonly [type: string, version: string])[];

function numbersOf(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(texts)].map((text, index) => [text, index]));
}

function versionsOf(group: PlanningGroup, steps: readonly Step[]): readonly string[] {
  return [...new Set([group.current, group.target, ...steps.map(({ to }) => to)])];
}

function byType(lists: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const [type, list] of lists) all.set(type, [...new Set([...(all.get(type) ?? []), ...list])]);
  return all;
}

/** Number 0 of the versions. */
const OFFLINE = "offline";

function refusedBy(judge: Judge, versions: ReadonlyMap<string, readonly string[]>): readonly Combination[] {
  const shown = (type: string) => [...(versions.get(type) ?? []), ...(judge.offline.has(type) ? [OFFLINE] : [])];
  return productOf(judge.columns.map(shown))
    .filter((combination) => judge.isRefused(combination, "transition"))
    .map((combination) => judge.columns.map((type, at) => [type, combination[at] ?? ""]));
}

function productOf(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (lists.reduce((size, list) => size * list.length, 1) > MAX_PRODUCT) throw new Error("too wide a table for clingo");
  return lists.reduce<readonly (readonly string[])[]>(
    (done, list) => done.flatMap((combination) => list.map((version) => [...combination, version])),
    [[]],
  );
}

function areEndsAcceptable({ groups, isRepair }: PlanningProblem, judges: readonly Judge[]): boolean {
  const starts = byType(groups.map(({ type, current }) => [type, [current]]));
  const targets = byType(groups.map(({ type, target }) => [type, [target]]));
  const isFine = (versions: ReadonlyMap<string, readonly string[]>, side: "transition" | "end") =>
    judges.every(({ columns, isRefused }) =>
      productOf(columns.map((type) => versions.get(type) ?? [])).every((combination) => !isRefused(combination, side)),
    );
  return (isRepair || isFine(starts, "transition")) && isFine(targets, "end");
}

/** Where no group can come back to a version, all the moves there are; else a best plan passes through no state twice. */
function mostBatches(groups: readonly Moving[]): number {
  const longest = groups.reduce((sum, { group, steps }) => sum + longestWay(group.current, steps, []), 0);
  const states = groups.reduce((product, { group, steps }) => product * versionsOf(group, steps).length, 1);
  return Math.min(longest, states - 1);
}

function longestWay(from: string, steps: readonly Step[], passed: readonly string[]): number {
  if (passed.includes(from)) return Number.POSITIVE_INFINITY;
  const ways = steps.filter((step) => step.from === from).map(({ to }) => 1 + longestWay(to, steps, [...passed, from]));
  return Math.max(0, ...ways);
}

function distance({ current, target }: PlanningGroup, steps: readonly Step[]): number {
  let reached = new Set([current]);
  for (let length = 0; ; length += 1) {
    if (reached.has(target)) return length;
    const next = new Set([...reached, ...steps.filter(({ from }) => reached.has(from)).map(({ to }) => to)]);
    if (next.size === reached.size) return Number.POSITIVE_INFINITY;
    reached = next;
  }
}
