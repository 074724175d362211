// Which single updates the rules of a component type allow, and which of them can be rolled back: the oracle's own reading.

import { compare, valid } from "semver";
import type { MoveRule, RollbackRule } from "../../../src/model/index.js";
import type { PlanningGroup, PlanningProblem, PlanningType } from "../../../src/planning/problem.js";
import { takes } from "./matching.js";

export interface Step {
  readonly from: string;
  readonly to: string;
  readonly isReversible: boolean;
}

/** Every update that the group may make from any version it can get to. */
export function stepsOf(problem: PlanningProblem, group: PlanningGroup): readonly Step[] {
  const type = problem.types.find((each) => each.type === group.type);
  if (type === undefined || !type.isManaged) return [];
  const targets = problem.groups.filter((each) => each.type === group.type).map(({ target }) => target);
  const places = [...new Set([...type.stones.map(({ version }) => version), ...targets])];
  const canMove = (from: string, to: string) =>
    from !== to && places.includes(to) && isAllowed({ type, group, from, to });
  const reached = new Set([group.current]);
  const steps: Step[] = [];
  for (const from of reached) {
    for (const to of places.filter((place) => canMove(from, place))) {
      reached.add(to);
      steps.push({ from, to, isReversible: goesBack(type.rollback, from, to) || canMove(to, from) });
    }
  }
  return steps;
}

interface Question {
  readonly type: PlanningType;
  readonly group: PlanningGroup;
  readonly from: string;
  readonly to: string;
}

function isAllowed(question: Question): boolean {
  return !jumpsOver(question) && ruleAllows(question.type.moves, question);
}

function ruleAllows(rule: MoveRule, question: Question): boolean {
  const { from, to, type, group } = question;
  switch (rule.kind) {
    case "any":
      return true;
    case "listed":
      return rule.pairs.some((pair) => takes(pair.from, from) && takes(pair.to, to));
    case "every":
      return rule.rules.every((each) => ruleAllows(each, question));
    case "upwards":
      return to === group.target || (type.stones.some(({ version }) => version === to) && isNewer(question, to, from));
  }
}

function jumpsOver(question: Question): boolean {
  const { type, from, to } = question;
  return type.stones.some(
    ({ version, isMandatory }) => isMandatory && isNewer(question, version, from) && isNewer(question, to, version),
  );
}

function isNewer(question: Question, one: string, other: string): boolean {
  if (valid(one) !== null && valid(other) !== null) return compare(one, other) > 0;
  return placeOf(question, one) > placeOf(question, other);
}

function placeOf({ type, group }: Question, version: string): number {
  if (version === group.target) return type.stones.length;
  return type.stones.findIndex((stone) => stone.version === version);
}

function goesBack(rule: RollbackRule, from: string, to: string): boolean {
  switch (rule.kind) {
    case "supported":
      return true;
    case "unsupported":
      return false;
    case "every":
      return rule.rules.every((each) => goesBack(each, from, to));
    case "listed":
      return rule.pairs.some(
        (pair) => (takes(pair.from, from) && takes(pair.to, to)) || (takes(pair.from, to) && takes(pair.to, from)),
      );
  }
}
