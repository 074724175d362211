// Which single updates a group may make, and which of them can be taken back: the rules of its type, read once.

import { matchesCell, semverScheme, type VersionPair } from "../../model/index.js";
import type { PlanningGroup, PlanningType } from "../problem.js";

export interface MoveRules {
  readonly isAllowed: (from: string, to: string) => boolean;
  /** The move can be rolled back, or its opposite is a move of its own. */
  readonly isReversible: (from: string, to: string) => boolean;
}

/** `installable`: the type's stepping stones and the targets of all of its groups. */
export function moveRules(group: PlanningGroup, type: PlanningType, installable: ReadonlySet<string>): MoveRules {
  const isAllowed = (from: string, to: string): boolean =>
    from !== to &&
    type.isManaged &&
    installable.has(to) &&
    followsRule(group, type, { from, to }) &&
    !jumpsOver(group, type, { from, to });
  return {
    isAllowed,
    isReversible: (from, to) => canBeRolledBack(type, from, to) || isAllowed(to, from),
  };
}

interface Step {
  readonly from: string;
  readonly to: string;
}

function followsRule(group: PlanningGroup, type: PlanningType, { from, to }: Step): boolean {
  const rule = type.moves;
  if (rule.kind === "any") return true;
  if (rule.kind === "listed") return rule.pairs.some((pair) => matchesPair(pair, from, to));
  if (to === group.target) return true;
  return type.stones.some(({ version }) => version === to) && isOlder(group, type, { from, to });
}

function jumpsOver(group: PlanningGroup, type: PlanningType, { from, to }: Step): boolean {
  return type.stones.some(
    ({ version, isMandatory }) =>
      isMandatory &&
      version !== from &&
      version !== to &&
      isOlder(group, type, { from, to: version }) &&
      isOlder(group, type, { from: version, to }),
  );
}

function isOlder(group: PlanningGroup, type: PlanningType, { from, to }: Step): boolean {
  const compared = semverScheme.compare(from, to);
  if (compared !== undefined) return compared < 0;
  return rank(group, type, from) < rank(group, type, to);
}

/** For versions that cannot be compared: the list of the stones is the order, and the target comes last. */
function rank(group: PlanningGroup, type: PlanningType, version: string): number {
  if (version === group.target) return type.stones.length;
  return type.stones.findIndex((stone) => stone.version === version);
}

function matchesPair({ from, to }: VersionPair, one: string, other: string): boolean {
  return matchesCell(from, one) && matchesCell(to, other);
}

function canBeRolledBack({ rollback }: PlanningType, from: string, to: string): boolean {
  if (rollback.kind !== "listed") return rollback.kind === "supported";
  return rollback.pairs.some((pair) => matchesPair(pair, from, to) || matchesPair(pair, to, from));
}
