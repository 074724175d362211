// The partial order behind a plan: moves, and which of them waits for which. Only direct precedences are kept: what follows
// from others is left out, so that a picture of it can be read.

import type { UpdateSequence } from "../../../model/index.js";
import { type PlacedMove, type PlacedReason, placedMoves, placedReasons } from "./reasons.js";

export interface Precedence {
  /** Indexes of `moves`. */
  readonly before: number;
  readonly after: number;
  /** All that are told of these two moves; never empty. */
  readonly reasons: readonly PlacedReason[];
}

export interface PrecedenceGraph {
  readonly moves: readonly PlacedMove[];
  /** By the later move, then by the earlier one. */
  readonly precedences: readonly Precedence[];
}

/** Nobody reads a picture of more, and what implies what takes memory that grows with the square of it. */
const MOST_MOVES = 2000;

export function precedenceGraph(sequence: UpdateSequence): PrecedenceGraph {
  const moves = placedMoves(sequence);
  const all = allPrecedences(sequence, moves);
  const implied = moves.length > MOST_MOVES ? new Set() : impliedAmong(all, moves.length);
  return { moves, precedences: all.filter((precedence) => !implied.has(precedence)) };
}

function allPrecedences(sequence: UpdateSequence, moves: readonly PlacedMove[]): readonly Precedence[] {
  const numbers = new Map(moves.map(({ move }, number) => [move, number]));
  const found = new Map<string, { before: number; after: number; reasons: PlacedReason[] }>();
  for (const placed of placedReasons(sequence)) {
    const before = placed.before && numbers.get(placed.before.move);
    const after = numbers.get(placed.move.move);
    if (before === undefined || after === undefined) continue;
    const known = found.get(`${before} ${after}`);
    if (known !== undefined) known.reasons.push(placed);
    else found.set(`${before} ${after}`, { before, after, reasons: [placed] });
  }
  return [...found.values()].sort((a, b) => a.after - b.after || a.before - b.before);
}

/** Precedences between moves that are connected by others as well. A reason always leads to an earlier batch: no cycles. */
function impliedAmong(precedences: readonly Precedence[], count: number): ReadonlySet<Precedence> {
  const implied = new Set<Precedence>();
  const reachable: Set<number>[] = Array.from({ length: count }, () => new Set());
  for (const group of byLaterMove(precedences)) {
    for (const precedence of group) {
      if (group.some((other) => other !== precedence && reachable[other.before]?.has(precedence.before)))
        implied.add(precedence);
    }
    const own = reachable[group[0]?.after ?? 0];
    for (const { before } of group) {
      own?.add(before);
      for (const further of reachable[before] ?? []) own?.add(further);
    }
  }
  return implied;
}

/** Moves are numbered by batch, so whatever an earlier move waits for is known before a later one is looked at. */
function byLaterMove(precedences: readonly Precedence[]): readonly (readonly Precedence[])[] {
  const groups = new Map<number, Precedence[]>();
  for (const precedence of precedences)
    groups.set(precedence.after, [...(groups.get(precedence.after) ?? []), precedence]);
  return [...groups.values()];
}
