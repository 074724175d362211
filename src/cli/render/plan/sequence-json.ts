// A plan of the planner as scripts read it (schemas/plan.schema.json).

import { unreachable } from "../../../base/index.js";
import type { PlannedMove, RefusingRule, UpdateSequence, VersionedType } from "../../../model/index.js";
import type { PlanMessage } from "../../app-types.js";
import { type PlacedReason, placedReasons } from "./reasons.js";

export function sequenceJson(sequence: UpdateSequence) {
  const { updates, pointOfNoReturn, isOptimal, bounds } = sequence;
  const because = sequence.batches.map((): PlacedReason[] => []);
  for (const placed of placedReasons(sequence)) because[placed.move.batch]?.push(placed);
  return {
    feasible: true,
    batches: sequence.batches.map(({ moves }, batch) => ({
      moves: moves.map(moveJson),
      because: because[batch]?.map(reasonJson) ?? [],
    })),
    updates,
    point_of_no_return: pointOfNoReturn,
    optimal: isOptimal,
    ...(bounds && { bounds }),
  };
}

export function refusalJson(refusal: PlanMessage) {
  const none = { batches: [], updates: 0, point_of_no_return: null, optimal: false };
  return { feasible: false, ...none, error: messageJson(refusal) };
}

export function messageJson({ code, message, lines, hint, location, facts }: PlanMessage) {
  return { code, message, lines, ...(hint && { hint }), ...(location && { location }), facts };
}

function moveJson({ type, from, to, count, ids, isReversible }: PlannedMove) {
  return { component_type: type, from, to, count, ...(ids && { components: ids }), reversible: isReversible };
}

function reasonJson({ reason, move, before }: PlacedReason) {
  const about = {
    kind: KINDS[reason.kind],
    move: stepJson(move.move),
    ...(before && { after: stepJson(before.move) }),
  };
  if (reason.kind !== "combination") return about;
  return { ...about, combination: combinationJson(reason.combination), rule: ruleJson(reason.rule) };
}

const KINDS = {
  combination: "combination",
  steppingStone: "stepping_stone",
  order: "order",
  noReturn: "no_return",
} as const satisfies Record<PlacedReason["reason"]["kind"], string>;

function stepJson({ type, from, to }: PlannedMove) {
  return { component_type: type, from, to };
}

function combinationJson(combination: readonly VersionedType[]) {
  return combination.map(({ type, version }) => ({ component_type: type, version }));
}

/** The rule that refuses a combination, by what its author called it and where it stands. */
export function ruleJson(rule: RefusingRule) {
  switch (rule.kind) {
    case "row": {
      const { list, number, why, location } = rule.row;
      return { kind: "row", table: rule.table.name, list, number, ...(why && { why }), ...placeJson(location) };
    }
    case "unlisted":
      return { kind: "unlisted", table: rule.table.name, ...placeJson(rule.table.location) };
    case "requirement":
      return { kind: "requirement", path: rule.requirement.path, ...placeJson(rule.requirement.location) };
    default:
      return unreachable(rule);
  }
}

export function placeJson({ file, line, column }: { file: string; line?: number; column?: number }) {
  return { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}
