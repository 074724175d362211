// Which single updates a group may make, and which of them can be taken back: the rules of its type, read once.

import { unreachable } from "../../base/index.js";
import { type MoveRule, matchesCell, type RollbackRule, semverScheme, type VersionPair } from "../../model/index.js";
import type { PlanningGroup, PlanningType } from "../problem.js";

export interface MoveRules {
  /** In a plan. */
  readonly isAllowed: (from: string, to: string) => boolean;
  /** On a way back: whatever a plan may not do for the sake of its point of no return. */
  readonly isPossible: (from: string, to: string) => boolean;
  /** The move can be rolled back, or its opposite is a move of its own. */
  readonly isReversible: (from: string, to: string) => boolean;
}

/** `installable`: the type's stepping stones and the targets of all of its groups. */
export function moveRules(group: PlanningGroup, type: PlanningType, installable: ReadonlySet<string>): MoveRules {
  const isAllowed = (from: string, to: string): boolean =>
    from !== to &&
    type.isManaged &&
    installable.has(to) &&
    followsRule(type.moves, { group, type, from, to }) &&
    !jumpsOver({ group, type, from, to });
  return {
    isAllowed,
    isPossible: isAllowed,
    isReversible: (from, to) => canBeRolledBack(type.rollback, from, to) || isAllowed(to, from),
  };
}

interface Step {
  readonly group: PlanningGroup;
  readonly type: PlanningType;
  readonly from: string;
  readonly to: string;
}

function followsRule(rule: MoveRule, step: Step): boolean {
  switch (rule.kind) {
    case "any":
      return true;
    case "listed":
      return rule.pairs.some((pair) => matchesPair(pair, step.from, step.to));
    case "every":
      return rule.rules.every((each) => followsRule(each, step));
    case "upwards":
      return step.to === step.group.target || isUpToStone(step);
    default:
      return unreachable(rule);
  }
}

function isUpToStone(step: Step): boolean {
  return step.type.stones.some(({ version }) => version === step.to) && isOlder(step);
}

function jumpsOver(step: Step): boolean {
  return step.type.stones.some(
    ({ version, isMandatory }) =>
      isMandatory && isOlder({ ...step, to: version }) && isOlder({ ...step, from: version }),
  );
}

/** Strictly. */
function isOlder({ group, type, from, to }: Step): boolean {
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

function canBeRolledBack(rule: RollbackRule, from: string, to: string): boolean {
  switch (rule.kind) {
    case "supported":
      return true;
    case "unsupported":
      return false;
    case "every":
      return rule.rules.every((each) => canBeRolledBack(each, from, to));
    case "listed":
      return rule.pairs.some((pair) => matchesPair(pair, from, to) || matchesPair(pair, to, from));
    default:
      return unreachable(rule);
  }
}
