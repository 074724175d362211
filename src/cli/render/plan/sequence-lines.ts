// A plan of the planner as a person reads it: one line a move, batch by batch, with the reason for each precedence.

import type { PlannedMove, UpdateSequence } from "../../../model/index.js";
import type { Paint } from "../paint.js";
import { counted, printable } from "../text.js";
import { legsOf } from "./legs.js";
import { moveNames, type PlacedReason, placedReasons, reasonText, versionsText } from "./reasons.js";

/** Reasons of one move that are told; the JSON has all of them. */
const MOST_REASONS = 4;
const TYPE_GAP = 3;
const VERSIONS_GAP = 5;

export function sequenceLines(sequence: UpdateSequence, paint: Paint): readonly string[] {
  return [paint.bold(`plan: ${summary(sequence)}`), ...batchLines(sequence, paint)];
}

/** `2 batches, 3 updates, rollback possible until the end` */
export function summary(sequence: UpdateSequence): string {
  const { batches, updates, pointOfNoReturn, isOptimal } = sequence;
  if (batches.length === 0) return "nothing to do, every component runs its target version";
  const legs = legsOf(batches).length;
  return [
    `${batches.length} ${batches.length === 1 ? "batch" : "batches"}`,
    counted(updates, "update"),
    ...(legs > 1 ? [`${legs} deployments one after the other`] : []),
    pointOfNoReturn === null
      ? "rollback possible until the end"
      : `no way back once batch ${pointOfNoReturn} has begun`,
    ...(isOptimal ? [] : ["not proven to be the best"]),
  ].join(", ");
}

/** The batches alone, cut into legs where there are several. */
export function batchLines(sequence: UpdateSequence, paint: Paint): readonly string[] {
  const lines = linesByBatch(sequence);
  const legs = legsOf(sequence.batches);
  if (legs.length < 2) return lines.flat();
  return legs.flatMap((batches, index) => [
    paint.bold(`leg ${index + 1} of ${legs.length}`) + (index === 0 ? "" : ", when the one before is committed"),
    ...batches.flatMap((batch) => lines[batch] ?? []),
  ]);
}

function linesByBatch(sequence: UpdateSequence): readonly (readonly string[])[] {
  const { batches } = sequence;
  const moves = batches.flatMap((batch) => batch.moves);
  const numberWidth = String(batches.length).length;
  const typeWidth = widest(moves.map(({ type }) => printable(type))) + TYPE_GAP;
  const versionsWidth = widest(moves.map(versionsText)) + VERSIONS_GAP;
  const reasons = reasonsByMove(sequence);
  return batches.map((batch, index) =>
    batch.moves.flatMap((move, i) => {
      const number = i === 0 ? `${String(index + 1).padStart(numberWidth)}.` : "".padEnd(numberWidth + 1);
      const head = `  ${number} ${printable(move.type).padEnd(typeWidth)}${versionsText(move).padEnd(versionsWidth)}`;
      return moveLines(head, move, reasons.get(move) ?? []);
    }),
  );
}

/** The first reason stands on the line of the move, each further one on a line of its own below it. */
function moveLines(head: string, move: PlannedMove, reasons: readonly string[]): readonly string[] {
  const [first, ...others] = reasons.slice(0, MOST_REASONS);
  const left = reasons.length - MOST_REASONS;
  const indent = " ".repeat(head.length);
  return [
    `${head}${counted(move.count, "component")}${first === undefined ? "" : `, ${first}`}`,
    ...others.map((reason) => `${indent}and ${reason}`),
    ...(left > 0 ? [`${indent}and for ${counted(left, "further reason")} (--output json has all of them)`] : []),
  ];
}

/** One reason for each other move that it waits for. */
function reasonsByMove(sequence: UpdateSequence): ReadonlyMap<PlannedMove, readonly string[]> {
  const nameOf = moveNames(sequence);
  const seen = new Map<PlannedMove, Set<unknown>>();
  const texts = new Map<PlannedMove, string[]>();
  for (const placed of placedReasons(sequence)) {
    if (isTold(placed, seen)) continue;
    const { move } = placed.move;
    texts.set(move, [...(texts.get(move) ?? []), reasonText(placed, nameOf)]);
  }
  return texts;
}

function isTold({ move, before, reason }: PlacedReason, seen: Map<PlannedMove, Set<unknown>>): boolean {
  const told = seen.get(move.move) ?? new Set();
  const about = before?.move ?? reason.kind;
  if (told.has(about)) return true;
  seen.set(move.move, told.add(about));
  return false;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
