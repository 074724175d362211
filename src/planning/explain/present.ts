// Bare moves turned into the sequence that is shown and carried out: the author's words, counts, ids, reasons.

import type { PlannedMove, UpdateSequence } from "../../model/index.js";
import { spell } from "../problem.js";
import type { ProvenLeast, RawBatch, RawMove } from "../search-result.js";
import type { Outlook } from "./outlook.js";
import { isReversible, moverOf } from "./possible-moves.js";
import { reasonsOf } from "./reasons.js";
import { typeOfMove } from "./walk.js";

/** What a search, or the manifest's order, came to. */
export interface Found {
  readonly batches: readonly RawBatch[];
  readonly isOptimal: boolean;
  readonly least: ProvenLeast;
  readonly pointOfNoReturn: number | null;
}

/** A plan is worth more than what can be said of it. */
const LONGEST_REASONING_MILLISECONDS = 500;

export function presented(outlook: Outlook, found: Found): UpdateSequence {
  const sorted = found.batches.map((batch) => [...batch].sort((a, b) => compareMoves(outlook, a, b)));
  const { patience } = outlook.kin;
  const reasons = patience.within(
    LONGEST_REASONING_MILLISECONDS,
    () => reasonsOf(outlook, sorted),
    () => [],
  );
  const { isOptimal, pointOfNoReturn, least } = found;
  const updates = updatesIn(outlook, sorted);
  const bounds = {
    batches: { least: least.batches, found: sorted.length },
    updates: { least: least.updates, found: updates },
  };
  return {
    batches: sorted.map((batch, index) => ({
      moves: batch.map((move) => plannedMove(outlook, move)),
      because: reasons[index] ?? [],
    })),
    updates,
    pointOfNoReturn,
    isOptimal,
    ...(!isOptimal && { bounds }),
  };
}

export function updatesIn({ problem }: Outlook, batches: readonly RawBatch[]): number {
  return batches.flat().reduce((sum, { group }) => sum + (problem.groups[group]?.count ?? 0), 0);
}

/** From 1: the first batch with a move that nothing takes back. */
export function firstFinalBatch(outlook: Outlook, batches: readonly RawBatch[]): number | null {
  const index = batches.findIndex((batch) => batch.some((move) => isFinal(outlook, move)));
  return index === -1 ? null : index + 1;
}

/** Whether moves that nothing takes back stand only where the manifest lets them. */
export function obeysNoReturn(outlook: Outlook, batches: readonly RawBatch[]): boolean {
  const rule = outlook.problem.pointOfNoReturn;
  const first = firstFinalBatch(outlook, batches);
  return rule === "allow" || first === null || (rule === "last_batch" && first === batches.length);
}

export function isFinal(outlook: Outlook, { group, from, to }: RawMove): boolean {
  const mover = moverOf(outlook, group);
  return mover !== undefined && !isReversible(mover, from, to);
}

function compareMoves({ problem, typeOf }: Outlook, a: RawMove, b: RawMove): number {
  const position = ({ group }: RawMove) => typeOf.get(typeOfMove(problem, group))?.position ?? 0;
  return position(a) - position(b) || a.group - b.group;
}

const MOST_IDS = 100;

function plannedMove(outlook: Outlook, move: RawMove): PlannedMove {
  const { problem } = outlook;
  const type = typeOfMove(problem, move.group);
  const { count = 0, ids = [] } = problem.groups[move.group] ?? {};
  return {
    group: move.group,
    type,
    from: spell(problem, type, move.from),
    to: spell(problem, type, move.to),
    count,
    ...(ids.length > 0 && ids.length <= MOST_IDS && { ids }),
    isReversible: !isFinal(outlook, move),
  };
}
