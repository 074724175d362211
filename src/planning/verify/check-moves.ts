// Whether every move begins where its group is, is allowed, and all of them together lead to the targets.

import type { PlanningProblem } from "../problem.js";
import type { RawBatch, RawMove } from "../search-result.js";
import { type Movers, whyNotAllowed } from "./movement.js";
import { createStage, type Stage } from "./stage.js";
import type { Violation } from "./violation.js";

export function moveViolations(
  { groups }: PlanningProblem,
  batches: readonly RawBatch[],
  movers: Movers,
): readonly Violation[] {
  const stage = createStage(groups);
  const found: Violation[] = [];
  for (const [index, batch] of batches.entries()) {
    found.push(...batchViolations(batch, index + 1, stage, movers));
    stage.finish(batch);
  }
  for (const [group, { type, target }] of groups.entries()) {
    const version = stage.versionOf(group);
    if (version === target) continue;
    found.push({ kind: "target", group, message: `group ${group} (${type}) ends at ${version}, not at ${target}` });
  }
  return found;
}

function batchViolations(moves: RawBatch, batch: number, stage: Stage, movers: Movers): readonly Violation[] {
  if (moves.length === 0) return [{ kind: "batch", batch, message: `batch ${batch} moves nothing` }];
  const seen = new Set<number>();
  return moves.flatMap((move): readonly Violation[] => {
    const { group, from, to } = move;
    const told = () => `batch ${batch}, group ${group}, ${from} -> ${to}`;
    const isFirst = !seen.has(group);
    seen.add(group);
    if (!isFirst) {
      return [{ kind: "batch", batch, group, message: `${told()}: the group moves twice in the batch` }];
    }
    if (stage.versionOf(group) !== from) {
      return [{ kind: "batch", batch, group, message: `${told()}: the group is at ${stage.versionOf(group)}` }];
    }
    const why = whyNot(move, movers);
    return why === undefined ? [] : [{ kind: "move", batch, group, message: `${told()}: ${why}` }];
  });
}

function whyNot({ group, from, to }: RawMove, movers: Movers): string | undefined {
  const mover = movers[group];
  return mover === undefined ? "there are no rules for its type" : whyNotAllowed(mover, { from, to });
}
