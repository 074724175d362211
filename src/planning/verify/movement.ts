// Which moves the rules of a component type allow, and which of them can be taken back: the verifier's own reading.

import { type MoveRule, type RollbackRule, semverScheme, type VersionPair } from "../../model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../problem.js";
import { createMatching, type Matching } from "./matching.js";

/** What decides about the moves of a group. */
export interface Mover {
  readonly group: PlanningGroup;
  readonly type: PlanningType;
  /** Targets of all groups of the type. */
  readonly targets: ReadonlySet<string>;
  readonly matches: Matching;
}

/** By group; undefined for one whose type has no rules. */
export type Movers = readonly (Mover | undefined)[];

/** Version identities. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

export function moversOf({ groups, types }: PlanningProblem): Movers {
  const matches = createMatching();
  const byName = new Map(types.map((type) => [type.type, type]));
  const targets = new Map<string, Set<string>>();
  for (const { type, target } of groups) targets.set(type, (targets.get(type) ?? new Set()).add(target));
  return groups.map((group) => {
    const type = byName.get(group.type);
    return type && { group, type, targets: targets.get(group.type) ?? new Set(), matches };
  });
}

/** Why a group may not make a move; undefined where it may. */
export function whyNotAllowed(mover: Mover, { from, to }: Step): string | undefined {
  const { type, targets } = mover;
  if (!type.isManaged) return "the manifest does not speak of the type";
  if (from === to) return "it does not change the version";
  if (!targets.has(to) && !type.stones.some(({ version }) => version === to)) return "nothing brings a component there";
  if (!isInRule(mover, type.moves, { from, to })) return `the rule "${type.moves.kind}" does not include it`;
  const jumped = type.stones.find(
    ({ version, isMandatory }) => isMandatory && isNewer(mover, version, from) && isNewer(mover, to, version),
  );
  return jumped && `it jumps over the mandatory version ${jumped.version}`;
}

/** By a rollback, or because the opposite move is allowed too. */
export function canBeTakenBack(mover: Mover, { from, to }: Step): boolean {
  const { type, matches } = mover;
  return (
    isRolledBack(type.rollback, { from, to }, matches) || whyNotAllowed(mover, { from: to, to: from }) === undefined
  );
}

function isRolledBack(rule: RollbackRule, { from, to }: Step, matches: Matching): boolean {
  switch (rule.kind) {
    case "supported":
      return true;
    case "unsupported":
      return false;
    case "listed":
      return isListed(rule.pairs, { from, to }, matches) || isListed(rule.pairs, { from: to, to: from }, matches);
    case "every":
      return rule.rules.every((each) => isRolledBack(each, { from, to }, matches));
  }
}

function isInRule(mover: Mover, rule: MoveRule, { from, to }: Step): boolean {
  const { stones } = mover.type;
  switch (rule.kind) {
    case "any":
      return true;
    case "listed":
      return isListed(rule.pairs, { from, to }, mover.matches);
    case "upwards":
      return to === mover.group.target || (stones.some(({ version }) => version === to) && isNewer(mover, to, from));
    case "every":
      return rule.rules.every((each) => isInRule(mover, each, { from, to }));
  }
}

function isListed(pairs: readonly VersionPair[], { from, to }: Step, matches: Matching): boolean {
  return pairs.some((pair) => matches(pair.from, from) && matches(pair.to, to));
}

/** By the version scheme; of versions that it cannot compare, by their places in the list of stepping stones. */
function isNewer(mover: Mover, one: string, other: string): boolean {
  const difference = semverScheme.compare(one, other) ?? place(mover, one) - place(mover, other);
  return difference > 0;
}

/** The group's target comes after all stepping stones, versions that are not in the list before them. */
function place({ group, type }: Mover, version: string): number {
  if (version === group.target) return type.stones.length;
  return type.stones.findIndex((stone) => stone.version === version);
}
