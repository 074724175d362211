// Why a move does not stand one batch earlier. Only these reasons are told: what keeps a move from an even earlier batch is the
// reason of another one.

import { OFFLINE, type PlanReason } from "../../model/index.js";
import type { RawBatch, RawMove } from "../search-result.js";
import { type Outlook, refusedAmong, type VersionsOf } from "./outlook.js";
import { isReversible, moverOf } from "./possible-moves.js";
import type { Rule } from "./reading.js";
import type { Refused } from "./refused-in.js";
import { movesByType, typeOfMove, versionsAlong, versionsDuring } from "./walk.js";
import { spelled } from "./words.js";

/** By batch; the first has none. */
export function reasonsOf(outlook: Outlook, batches: readonly RawBatch[]): readonly (readonly PlanReason[])[] {
  const along = versionsAlong(outlook.problem, batches);
  return batches.map((batch, index) => {
    const previous = batches[index - 1];
    if (previous === undefined) return [];
    const earlier = {
      previous,
      groups: new Set(previous.map(({ group }) => group)),
      during: versionsDuring(outlook, along[index - 1] ?? [], previous),
      byType: movesByType(outlook.problem, previous),
    };
    return batch.flatMap((move) => reasonsOfMove(outlook, move, earlier));
  });
}

interface Earlier {
  readonly previous: RawBatch;
  readonly groups: ReadonlySet<number>;
  readonly byType: ReadonlyMap<string, readonly RawMove[]>;
  readonly during: VersionsOf;
}

function reasonsOfMove(outlook: Outlook, move: RawMove, earlier: Earlier): readonly PlanReason[] {
  const { group } = move;
  if (earlier.groups.has(group)) return [{ kind: "steppingStone", group, after: group }];
  const found = combinationReasons(outlook, move, earlier);
  return found.length > 0 ? found : otherReason(outlook, move, earlier);
}

/** One for each earlier move, at most, that shows a refused combination with this one. */
function combinationReasons(outlook: Outlook, move: RawMove, earlier: Earlier): readonly PlanReason[] {
  const found = new Map<number, PlanReason>();
  const own = typeOfMove(outlook.problem, move.group);
  for (const rule of outlook.rulesAbout.get(own) ?? []) {
    for (const type of rule.types) {
      if (type === own) continue;
      for (const other of earlier.byType.get(type) ?? []) {
        if (found.has(other.group)) continue;
        const refused = shownTogether(outlook, rule, { own, move, type, other, during: earlier.during });
        if (refused !== undefined) found.set(other.group, reasonOf(outlook, refused, [move, other]));
      }
    }
  }
  return found.size < 2 ? [...found.values()] : [...found.values()].sort((a, b) => afterOf(a) - afterOf(b));
}

function reasonOf(
  { problem }: Outlook,
  { combination, rule }: Refused,
  [move, other]: readonly [RawMove, RawMove],
): PlanReason {
  return {
    kind: "combination",
    group: move.group,
    after: other.group,
    combination: spelled(problem, combination),
    rule,
  };
}

function afterOf(reason: PlanReason): number {
  return reason.kind === "noReturn" ? -1 : reason.after;
}

interface Situation {
  readonly own: string;
  readonly move: RawMove;
  /** Of the other move. */
  readonly type: string;
  readonly other: RawMove;
  readonly during: VersionsOf;
}

/** What is refused where `move` is done, or under way, and `other` is not done, with the rest as it may be at that time. */
function shownTogether(outlook: Outlook, rule: Rule, situation: Situation): Refused | undefined {
  const { own, move, type, other, during } = situation;
  const versionsOf: VersionsOf = (each) =>
    each === type ? [other.from, OFFLINE] : each === own ? [move.to, OFFLINE] : during(each);
  return refusedAmong(outlook, rule, versionsOf, "transition");
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
