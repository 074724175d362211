// The manifest's order values taken literally: every group moves to its target by itself, lowest value first, equal values
// together. Whether that is safe, and if not, the combination that can occur.

import type { RawBatch, RawMove } from "../search-result.js";
import { type Outlook, refusedAmong } from "./outlook.js";
import { moverOf, wayThrough } from "./possible-moves.js";
import type { Refused } from "./refused-in.js";
import { typeOfMove, versionsAlong, versionsDuring } from "./walk.js";

/** What the order values say, one batch for each update of a type of the same value. */
export interface OrderedBatches {
  readonly batches: readonly RawBatch[];
  /** Whether no group needs a stepping stone. */
  readonly isStraight: boolean;
}

/** Groups that need stepping stones take the fewest; groups of one value arrive together. */
export function batchesByOrder(outlook: Outlook): OrderedBatches {
  const byOrder = new Map<number, RawMove[][]>();
  for (const group of outlook.problem.groups.keys()) {
    const way = shortestWay(outlook, group);
    if (way.length === 0) continue;
    const order = orderOf(outlook, group);
    byOrder.set(order, [...(byOrder.get(order) ?? []), way]);
  }
  const ordered = [...byOrder].sort(([a], [b]) => a - b).map(([, ways]) => ways);
  return { batches: ordered.flatMap(together), isStraight: ordered.flat().every(({ length }) => length === 1) };
}

function together(ways: readonly (readonly RawMove[])[]): readonly RawBatch[] {
  const longest = Math.max(...ways.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => ways.flatMap((way) => way[at - (longest - way.length)] ?? []));
}

function shortestWay(outlook: Outlook, group: number): RawMove[] {
  const mover = moverOf(outlook, group);
  if (mover === undefined || mover.group.current === mover.group.target) return [];
  return wayThrough(mover).map(([from, to]) => ({ group, from, to }));
}

/** A batch that is not safe, and why. */
export interface UnsafeBatch {
  readonly index: number;
  readonly refused: Refused;
}

/** The first batch during which a combination can occur that is not acceptable. */
export function firstUnsafe(outlook: Outlook, batches: readonly RawBatch[]): UnsafeBatch | undefined {
  const along = versionsAlong(outlook.problem, batches);
  for (const [index, batch] of batches.entries()) {
    const refused = refusedDuring(outlook, along[index] ?? [], batch);
    if (refused !== undefined) return { index, refused };
  }
  return undefined;
}

/** What can occur while the moves are made from these versions, a group's after the other. */
export function refusedDuring(outlook: Outlook, versions: readonly string[], moves: RawBatch): Refused | undefined {
  const during = versionsDuring(outlook, versions, moves);
  const types = new Set(moves.map(({ group }) => typeOfMove(outlook.problem, group)));
  const rules = new Set([...types].flatMap((type) => outlook.rulesAbout.get(type) ?? []));
  for (const rule of rules) {
    const found = refusedAmong(outlook, rule, during, "transition");
    if (found !== undefined) return fewestMoved(outlook, { rule, found, versions, moves });
  }
  return undefined;
}

interface Sighting {
  readonly rule: Outlook["rules"][number];
  readonly found: Refused;
  readonly versions: readonly string[];
  readonly moves: RawBatch;
}

/** Of the combinations that the rule refuses, one that a single move alone brings about, where there is one. */
function fewestMoved(outlook: Outlook, { rule, found, versions, moves }: Sighting): Refused {
  for (const move of moves) {
    const during = versionsDuring(outlook, versions, [move]);
    const simpler = refusedAmong(outlook, rule, during, "transition");
    if (simpler !== undefined) return simpler;
  }
  return found;
}

/** By group, the index of the batch of its last move. */
export function lastBatches(batches: readonly RawBatch[]): ReadonlyMap<number, number> {
  return new Map(batches.flatMap((batch, index) => batch.map(({ group }) => [group, index] as const)));
}

export function orderOf({ problem, typeOf }: Outlook, group: number): number {
  return typeOf.get(typeOfMove(problem, group))?.order ?? 0;
}
