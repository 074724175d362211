// The oracle's reading of which single updates are possible, and which of them can be taken back.

import type { MoveRule, RollbackRule, VersionPair } from "../../../src/model/index.js";
import type { PlanningProblem, PlanningType } from "../../../src/planning/problem.js";
import { age, cellFits } from "./reading.js";

/** A single component, or a group of them that moves as one. */
export interface Unit {
  readonly group: number;
  readonly type: PlanningType;
  readonly current: string;
  readonly target: string;
  /** How many components it stands for. */
  readonly weight: number;
  /** Everything a component of the type may be brought to. */
  readonly installable: readonly string[];
}

export function unitsOf(problem: PlanningProblem, level: "instances" | "groups"): readonly Unit[] {
  return problem.groups.flatMap((group, index) => {
    const type = problem.types.find((each) => each.type === group.type);
    if (type === undefined) throw new Error(`nothing is said of ${group.type}`);
    const targets = problem.groups.filter((each) => each.type === group.type).map(({ target }) => target);
    const installable = [...new Set([...type.stones.map(({ version }) => version), ...targets])];
    const { current, target, count } = group;
    const unit = { group: index, type, current, target, installable };
    return level === "groups"
      ? [{ ...unit, weight: count }]
      : Array.from({ length: count }, () => ({ ...unit, weight: 1 }));
  });
}

export function mayMove(unit: Unit, from: string, to: string): boolean {
  const { type, installable } = unit;
  if (!type.isManaged || from === to || !installable.includes(to)) return false;
  const isJumping = type.stones.some(
    (stone) => stone.isMandatory && isOlder(unit, from, stone.version) && isOlder(unit, stone.version, to),
  );
  return !isJumping && ruleAllows(type.moves, unit, [from, to]);
}

function ruleAllows(rule: MoveRule, unit: Unit, [from, to]: readonly [string, string]): boolean {
  if (rule.kind === "any") return true;
  if (rule.kind === "listed") return isPaired(rule.pairs, from, to);
  if (rule.kind === "every") return rule.rules.every((each) => ruleAllows(each, unit, [from, to]));
  const isStone = unit.type.stones.some(({ version }) => version === to);
  return to === unit.target || (isStone && isOlder(unit, from, to));
}

/** Whether a component that made the move can get back to where it was. */
export function mayReturn(unit: Unit, from: string, to: string): boolean {
  return mayMove(unit, to, from) || rollsBack(unit.type.rollback, from, to);
}

function rollsBack(rule: RollbackRule, from: string, to: string): boolean {
  if (rule.kind === "every") return rule.rules.every((each) => rollsBack(each, from, to));
  if (rule.kind === "listed") return isPaired(rule.pairs, from, to) || isPaired(rule.pairs, to, from);
  return rule.kind === "supported";
}

function isPaired(pairs: readonly VersionPair[], from: string, to: string): boolean {
  return pairs.some((pair) => cellFits(pair.from, from) && cellFits(pair.to, to));
}

function isOlder(unit: Unit, one: string, other: string): boolean {
  const known = age(one, other);
  if (known !== undefined) return known < 0;
  const listed = [
    ...unit.type.stones.map(({ version }) => version).filter((each) => each !== unit.target),
    unit.target,
  ];
  return listed.indexOf(one) < listed.indexOf(other);
}
