// Which moves the rules of a type allow a group, which of them can be taken back, and which versions lie on a way to its target.

import { unreachable } from "../../base/index.js";
import { type MoveRule, matchesCell, type RollbackRule, semverScheme, type VersionPair } from "../../model/index.js";
import type { PlanningGroup, PlanningType } from "../problem.js";
import type { Outlook } from "./outlook.js";

export interface Mover {
  readonly group: PlanningGroup;
  readonly type: PlanningType;
  /** What can be installed: stepping stones and the targets of the type's groups, each once. */
  readonly installable: readonly string[];
}

export function moverOf({ problem, typeOf, groupsOf }: Outlook, index: number): Mover | undefined {
  const group = problem.groups[index];
  const type = group && typeOf.get(group.type);
  if (group === undefined || type === undefined) return undefined;
  const targets = (groupsOf.get(group.type) ?? []).map((other) => problem.groups[other]?.target ?? "");
  return { group, type, installable: [...new Set([...type.stones.map(({ version }) => version), ...targets])] };
}

export function isAllowed(mover: Mover, from: string, to: string): boolean {
  const { type, installable } = mover;
  if (!type.isManaged || from === to || !installable.includes(to)) return false;
  return isInRule(mover, type.moves, { from, to }) && jumpedStone(mover, from, to) === undefined;
}

interface Step {
  readonly from: string;
  readonly to: string;
}

function isInRule(mover: Mover, rule: MoveRule, step: Step): boolean {
  switch (rule.kind) {
    case "any":
      return true;
    case "upwards":
      return step.to === mover.group.target || (isStone(mover, step.to) && isNewer(mover, step.to, step.from));
    case "listed":
      return isListed(rule.pairs, step);
    case "every":
      return rule.rules.every((each) => isInRule(mover, each, step));
    default:
      return unreachable(rule);
  }
}

function isListed(pairs: readonly VersionPair[], { from, to }: Step): boolean {
  return pairs.some((pair) => matchesCell(pair.from, from) && matchesCell(pair.to, to));
}

function isStone({ type }: Mover, version: string): boolean {
  return type.stones.some((stone) => stone.version === version);
}

/** The mandatory stepping stone that a move upwards would jump over. */
export function jumpedStone(mover: Mover, from: string, to: string): string | undefined {
  const jumped = mover.type.stones.find(
    ({ version, isMandatory }) => isMandatory && isNewer(mover, version, from) && isNewer(mover, to, version),
  );
  return jumped?.version;
}

/** By the version scheme; what it cannot compare, by place: unlisted versions, the stones as listed, the target. */
export function isNewer(mover: Mover, one: string, other: string): boolean {
  return (semverScheme.compare(one, other) ?? placeOf(mover, one) - placeOf(mover, other)) > 0;
}

function placeOf({ group, type }: Mover, version: string): number {
  if (version === group.target) return type.stones.length;
  return type.stones.findIndex((stone) => stone.version === version);
}

/** By the type's `rollback`, or because the opposite move is a move of its own. */
export function isReversible(mover: Mover, from: string, to: string): boolean {
  return canRollBack(mover.type.rollback, { from, to }) || isAllowed(mover, to, from);
}

function canRollBack(rule: RollbackRule, { from, to }: Step): boolean {
  switch (rule.kind) {
    case "supported":
      return true;
    case "unsupported":
      return false;
    case "listed":
      return isListed(rule.pairs, { from, to }) || isListed(rule.pairs, { from: to, to: from });
    case "every":
      return rule.rules.every((each) => canRollBack(each, { from, to }));
    default:
      return unreachable(rule);
  }
}

/** Versions that a group can come to, its current one first. */
export function reachable(mover: Mover): readonly string[] {
  const found = [mover.group.current];
  for (const from of found) {
    found.push(...mover.installable.filter((to) => !found.includes(to) && isAllowed(mover, from, to)));
  }
  return found;
}

/** Of these, the ones from which it can come to its target; empty where the target is out of reach. */
export function relevant(mover: Mover): readonly string[] {
  const { target } = mover.group;
  const forward = reachable(mover);
  const found = forward.filter((version) => version === target);
  for (const to of found) {
    found.push(...forward.filter((from) => !found.includes(from) && isAllowed(mover, from, to)));
  }
  return forward.filter((version) => found.includes(version));
}

/** The fewest moves from the current version to the target; empty where there is no way. */
export function wayThrough(mover: Mover): readonly (readonly [string, string])[] {
  const { current, target } = mover.group;
  const cameFrom = new Map<string, string | undefined>([[current, undefined]]);
  for (const [from] of cameFrom) {
    if (cameFrom.has(target)) break;
    for (const to of mover.installable) if (!cameFrom.has(to) && isAllowed(mover, from, to)) cameFrom.set(to, from);
  }
  const way: (readonly [string, string])[] = [];
  for (let to: string | undefined = target; to !== undefined; ) {
    const from: string | undefined = cameFrom.get(to);
    if (from !== undefined) way.unshift([from, to]);
    to = from;
  }
  return way;
}
