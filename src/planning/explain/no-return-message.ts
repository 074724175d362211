// PLAN_NO_RETURN_REFUSED: every plan passes a point of no return where the manifest does not let it. Shown by the best plan that
// there is otherwise.

import type { PlanReason, UpdateSequence } from "../../model/index.js";
import type { PlanMessage } from "../answer.js";
import { ruleFacts } from "./facts.js";
import type { Outlook } from "./outlook.js";
import { ruleText } from "./references.js";
import { finalTypes } from "./warnings.js";
import { listed, printable, shortened } from "./words.js";

const MOST_TYPES = 5;

/** `otherwise` is the best plan where the rule does not count. */
export function noReturnMessage({ problem }: Outlook, otherwise: UpdateSequence): PlanMessage {
  const batch = otherwise.pointOfNoReturn ?? 1;
  const types = finalTypes(otherwise, batch);
  const names = listed(
    shortened(
      types.map((type) => printable(type)),
      MOST_TYPES,
    ),
  );
  const follow = followers(otherwise, batch);
  return {
    code: "PLAN_NO_RETURN_REFUSED",
    message:
      `batch ${batch} of ${otherwise.batches.length} would update ${names}, which cannot be rolled back` +
      `${isLast(otherwise, batch) ? "" : ", before the rest is done"} (planning.point_of_no_return: ${problem.pointOfNoReturn})`,
    lines: [
      ...follow.map((reason) => followText(problem.constraints, otherwise, reason)),
      "to carry it out all the same: install --accept-no-return, or planning.point_of_no_return: allow",
    ],
    facts: {
      batch,
      batches: otherwise.batches.length,
      component_types: types,
      rows: follow.map(({ rule }) => ruleFacts(rule)),
    },
  };
}

function isLast({ batches }: UpdateSequence, batch: number): boolean {
  return batch === batches.length;
}

type CombinationReason = Extract<PlanReason, { kind: "combination" }>;

/** What keeps others from being updated before the point of no return. */
function followers({ batches }: UpdateSequence, batch: number): readonly CombinationReason[] {
  const final = new Set(batches[batch - 1]?.moves.filter((move) => !move.isReversible).map(({ group }) => group));
  const found = (batches[batch]?.because ?? []).filter((reason) => reason.kind === "combination");
  return found.filter(({ after }) => final.has(after)).slice(0, MOST_TYPES);
}

function followText(
  constraints: Outlook["problem"]["constraints"],
  { batches }: UpdateSequence,
  { group, after, combination, rule }: CombinationReason,
): string {
  const nameOf = (index: number) => {
    const move = batches.flatMap(({ moves }) => moves).find((each) => each.group === index);
    return printable(move?.type ?? "");
  };
  const texts = combination.map(({ type, version }) => `${printable(type)} ${printable(version)}`).join(" + ");
  return `${nameOf(group)} has to come after ${nameOf(after)}: ${texts} is not acceptable   ${ruleText(rule, constraints)}`;
}
