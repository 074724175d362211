// Why a move does not stand one batch earlier. Only these reasons are told: what keeps a move from an even earlier batch is the
// reason of another one.

import type { PlanReason } from "../../model/index.js";
import type { RawBatch, RawMove } from "../search-result.js";
import { type Outlook, refusedAmong, type VersionsOf } from "./outlook.js";
import { isReversible, moverOf } from "./possible-moves.js";
import type { Refused } from "./refused-in.js";
import { typeOfMove, versionsAlong, versionsDuring } from "./walk.js";
import { spelled } from "./words.js";

/** By batch; the first has none. */
export function reasonsOf(outlook: Outlook, batches: readonly RawBatch[]): readonly (readonly PlanReason[])[] {
  const along = versionsAlong(outlook.problem, batches);
  return batches.map((batch, index) => {
    const previous = batches[index - 1];
    if (previous === undefined) return [];
    const during = versionsDuring(outlook.problem, along[index - 1] ?? [], previous);
    const earlier = { previous, during, byType: movesByType(outlook, previous) };
    return batch.flatMap((move) => reasonsOfMove(outlook, move, earlier));
  });
}

interface Earlier {
  readonly previous: RawBatch;
  readonly byType: ReadonlyMap<string, readonly RawMove[]>;
  readonly during: VersionsOf;
}

function movesByType({ problem }: Outlook, batch: RawBatch): ReadonlyMap<string, readonly RawMove[]> {
  const found = new Map<string, RawMove[]>();
  for (const move of batch) {
    const type = typeOfMove(problem, move.group);
    found.set(type, [...(found.get(type) ?? []), move]);
  }
  return found;
}

function reasonsOfMove(outlook: Outlook, move: RawMove, earlier: Earlier): readonly PlanReason[] {
  const { group } = move;
  if (earlier.previous.some((other) => other.group === group)) return [{ kind: "steppingStone", group, after: group }];
  const found = combinationReasons(outlook, move, earlier);
  return found.length > 0 ? found : otherReason(outlook, move, earlier);
}

/** One for each earlier move, at most, that shows a refused combination with this one. */
function combinationReasons(outlook: Outlook, move: RawMove, { byType, during }: Earlier): readonly PlanReason[] {
  const { problem } = outlook;
  const found = new Map<number, PlanReason>();
  const own = typeOfMove(problem, move.group);
  for (const rule of outlook.rulesAbout.get(own) ?? []) {
    for (const other of rule.types.flatMap((type) => (type === own ? [] : (byType.get(type) ?? [])))) {
      if (found.has(other.group)) continue;
      const refused = shownTogether(outlook, [move, other], { rule, during });
      if (refused === undefined) continue;
      const combination = spelled(problem, refused.combination);
      const { rule: by } = refused;
      found.set(other.group, { kind: "combination", group: move.group, after: other.group, combination, rule: by });
    }
  }
  return [...found.values()].sort((a, b) => afterOf(a) - afterOf(b));
}

function afterOf(reason: PlanReason): number {
  return reason.kind === "noReturn" ? -1 : reason.after;
}

interface Situation {
  readonly rule: Outlook["rules"][number];
  readonly during: VersionsOf;
}

/** What is refused where `move` is done and `other` is not, with the rest as it may be at that time. */
function shownTogether(
  outlook: Outlook,
  [move, other]: readonly [RawMove, RawMove],
  { rule, during }: Situation,
): Refused | undefined {
  const fixed = new Map([
    [typeOfMove(outlook.problem, move.group), [move.to]],
    [typeOfMove(outlook.problem, other.group), [other.from]],
  ]);
  return refusedAmong(outlook, rule, (type) => fixed.get(type) ?? during(type), "transition");
}

/** What is safe earlier stands later because the manifest says so, or because nothing brings it back. */
function otherReason(outlook: Outlook, move: RawMove, { previous }: Earlier): readonly PlanReason[] {
  const { group } = move;
  const lower = previous.find((other) => orderOf(outlook, other.group) < orderOf(outlook, group));
  if (outlook.problem.ordering === "verify" && lower !== undefined) {
    return [{ kind: "order", group, after: lower.group }];
  }
  const mover = moverOf(outlook, group);
  const isFinal = mover !== undefined && !isReversible(mover, move.from, move.to);
  return isFinal ? [{ kind: "noReturn", group }] : [];
}

function orderOf({ problem, typeOf }: Outlook, group: number): number {
  return typeOf.get(typeOfMove(problem, group))?.order ?? 0;
}
