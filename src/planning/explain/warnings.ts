// What a person should know of a plan before carrying it out: where it cannot be rolled back any more, and what was not proven.

import type { UpdateSequence } from "../../model/index.js";
import type { PlanMessage } from "../answer.js";
import { listed, printable, shortened } from "./words.js";

const MOST_TYPES = 5;

export function noReturnWarning(sequence: UpdateSequence): readonly PlanMessage[] {
  const { pointOfNoReturn, batches } = sequence;
  if (pointOfNoReturn === null) return [];
  const types = finalTypes(sequence, pointOfNoReturn);
  const names = listed(
    shortened(
      types.map((type) => printable(type)),
      MOST_TYPES,
    ),
  );
  return [
    {
      code: "PLAN_NO_RETURN",
      message:
        `batch ${pointOfNoReturn} of ${batches.length} updates ${names}, which cannot be rolled back; ` +
        "after it only forward works",
      lines: [],
      facts: { batch: pointOfNoReturn, batches: batches.length, component_types: types },
    },
  ];
}

/** The types of the batch that cannot go back; all of its types, where none of its moves alone is the reason. */
export function finalTypes({ batches }: UpdateSequence, batch: number): readonly string[] {
  const moves = batches[batch - 1]?.moves ?? [];
  const final = moves.filter(({ isReversible }) => !isReversible);
  return [...new Set((final.length > 0 ? final : moves).map(({ type }) => type))];
}

export function notOptimalWarning({ bounds }: UpdateSequence, milliseconds: number): readonly PlanMessage[] {
  if (bounds === undefined) return [];
  const what = bounds.batches.least < bounds.batches.found ? "batches" : "updates";
  const { least, found } = bounds[what];
  const proven = least > 1 ? `${least - 1} or fewer are proven impossible` : "fewer may be possible";
  return [
    {
      code: "PLAN_NOT_OPTIMAL",
      message: `stopped after ${secondsText(milliseconds)} with ${found} ${what}; ${proven}`,
      lines: [],
      facts: { bounds },
    },
  ];
}

/** `10 s`, `0.5 s` */
export function secondsText(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(milliseconds < 1000 ? 3 : 1))} s`;
}

/** PLAN_UNDECIDED: nobody sees a plan that was not checked. */
export function uncheckedMessage(milliseconds: number): PlanMessage {
  return {
    code: "PLAN_UNDECIDED",
    message: `a plan was found, and checking it took longer than the ${secondsText(milliseconds)} for planning`,
    lines: [],
    hint: "give the planner more time, or split large tables into smaller ones",
    facts: { milliseconds },
  };
}

/** PLAN_UNDECIDED: neither a plan nor a proof. */
export function undecidedMessage(milliseconds: number, leastBatches: number): PlanMessage {
  const least = leastBatches > 1 ? [`a plan would have at least ${leastBatches} batches`] : [];
  return {
    code: "PLAN_UNDECIDED",
    message: `no plan was found within the limits of the search (${secondsText(milliseconds)}), and no proof that there is none`,
    lines: least,
    hint: "give the planner more time, or split large tables into smaller ones",
    facts: { milliseconds, least_batches: leastBatches },
  };
}
