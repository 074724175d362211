// The machine-readable side of the planner's messages, in the words of its JSON output.

import { unreachable } from "../../base/index.js";
import type { RefusingRule, VersionedType } from "../../model/index.js";
import type { PlanningProblem } from "../problem.js";
import { locationOf } from "./references.js";
import type { Refused } from "./refused-in.js";
import { spelled } from "./words.js";

/** Versions are identities and become the author's words. */
export function combinationFacts(problem: PlanningProblem, combination: readonly VersionedType[]) {
  return spelled(problem, combination).map(({ type, version }) => ({ component_type: type, version }));
}

export function ruleFacts(rule: RefusingRule) {
  const { file, line } = locationOf(rule);
  return { ...nameFacts(rule), file, ...(line !== undefined && { line }) };
}

function nameFacts(rule: RefusingRule) {
  switch (rule.kind) {
    case "unlisted":
      return { table: rule.table.name, path: rule.table.path };
    case "row": {
      const { list, number, why } = rule.row;
      const table = { table: rule.table.name, path: rule.table.path };
      return { ...table, list, row: number, ...(why !== undefined && { why }) };
    }
    case "requirement":
      return { requirement: rule.requirement.path };
    default:
      return unreachable(rule);
  }
}

/** `{combination, rows}` of one refused combination. */
export function refusedFacts(problem: PlanningProblem, { combination, rule }: Refused) {
  return { combination: combinationFacts(problem, combination), rows: [ruleFacts(rule)] };
}
