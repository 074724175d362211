// A planning problem as the explanations look at it: its rules by type, its groups by type, and the versions that are there.

import type { TableSide } from "../../model/index.js";
import type { PlanningProblem, PlanningType } from "../problem.js";
import { type Rule, rulesOf } from "./reading.js";
import { type Choices, type Refused, refusedIn } from "./refused-in.js";

export interface Outlook {
  readonly problem: PlanningProblem;
  readonly rules: readonly Rule[];
  readonly rulesAbout: ReadonlyMap<string, readonly Rule[]>;
  readonly typeOf: ReadonlyMap<string, PlanningType>;
  /** Indexes of groups, by type. */
  readonly groupsOf: ReadonlyMap<string, readonly number[]>;
  /** Versions at the start, by type. */
  readonly start: ReadonlyMap<string, readonly string[]>;
}

export function outlookOn(problem: PlanningProblem): Outlook {
  const groupsOf = grouped(problem.groups.entries(), ([index, { type }]) => [type, index]);
  const rules = rulesOf(problem.constraints, new Set(groupsOf.keys()));
  return {
    problem,
    rules,
    rulesAbout: grouped(
      rules.flatMap((rule) => rule.types.map((type) => ({ type, rule }))),
      ({ type, rule }) => [type, rule],
    ),
    typeOf: new Map(problem.types.map((type) => [type.type, type])),
    groupsOf,
    start: versionsByType(
      problem,
      problem.groups.map(({ current }) => current),
    ),
  };
}

function grouped<Item, Value>(
  items: Iterable<Item>,
  entryOf: (item: Item) => readonly [string, Value],
): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>();
  for (const item of items) {
    const [key, value] = entryOf(item);
    const others = found.get(key);
    if (others === undefined) found.set(key, [value]);
    else others.push(value);
  }
  return found;
}

/** Each version once, by type; `versions` are those of the groups. */
export function versionsByType(
  { groups }: PlanningProblem,
  versions: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [index, { type }] of groups.entries()) {
    const version = versions[index] ?? "";
    const others = found.get(type);
    if (others === undefined) found.set(type, [version]);
    else if (!others.includes(version)) others.push(version);
  }
  return found;
}

export type VersionsOf = (type: string) => readonly string[];

/**
 * A combination that the rule does not accept among these versions. For a repair, one that was there at the start does not
 * count on the way.
 */
export function refusedAmong(
  { problem, start }: Outlook,
  rule: Rule,
  versionsOf: VersionsOf,
  side: TableSide,
): Refused | undefined {
  const choices = rule.types.map(versionsOf);
  if (!problem.isRepair || side === "end") return refusedIn(rule, choices, side);
  for (const part of partsBeyond(
    choices,
    rule.types.map((type) => start.get(type) ?? []),
  )) {
    const found = refusedIn(rule, part, side);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The combinations of `choices` that `known` does not have, cut by the first column with a version of its own. */
function partsBeyond(choices: Choices, known: Choices): readonly Choices[] {
  return choices.flatMap((versions, at) => {
    const isKnown = (column: number) => (version: string) => known[column]?.includes(version) === true;
    const added = versions.filter((version) => !isKnown(at)(version));
    const part = choices.map((column, index) =>
      index < at ? column.filter(isKnown(index)) : index === at ? added : column,
    );
    return part.some(({ length }) => length === 0) ? [] : [part];
  });
}
