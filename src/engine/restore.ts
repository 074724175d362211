// Bringing a component's data back. Nothing cancels a restore: half of it is worse than none, and it may be done again.

import { OrchestratorError } from "../base/index.js";
import type { CallFailed, CallOutcome, ComponentKey, PlannedComponent, RestoredPoint } from "../model/index.js";
import type { PointKeeper } from "./point-keeper.js";
import { failedOutcome, tookSince } from "./point-outcome.js";

export async function restore(keeper: PointKeeper, component: ComponentKey, pointId: string): Promise<CallOutcome> {
  const { recorder, points, leaveSignal } = keeper;
  recorder.note({ type: "restoreStarted", component, pointId });
  const begun = keeper.monotonic();
  const { outcome, remains } = await points.restore(pointId, leaveSignal).then(
    (done): Ended => ({ outcome: { ok: true, durationMilliseconds: tookSince(keeper, begun) }, remains: done.remains }),
    (thrown: unknown): Ended => {
      const failed = failedOutcome("restore", thrown, tookSince(keeper, begun));
      return { outcome: withPoint(failed, pointId), remains: [] };
    },
  );
  recorder.note({ type: "restoreEnded", component, pointId, outcome, ...(remains.length > 0 && { remains }) });
  return outcome;
}

interface Ended {
  readonly outcome: CallOutcome;
  readonly remains: readonly string[];
}

/** For the person who has to go on from there. */
function withPoint(failed: CallFailed, pointId: string): CallFailed {
  const again = `To restore it again: \`orchestrator backup restore ${pointId}\`. To restore a part of it by itself, its id is in \`orchestrator backup show ${pointId}\`.`;
  return { ...failed, hint: failed.hint === undefined ? again : `${failed.hint} ${again}` };
}

/** To what an earlier deployment captured: what a way back to an earlier manifest ends with. */
export async function bringBack(
  keeper: PointKeeper,
  { key }: PlannedComponent,
  { deploymentId }: RestoredPoint,
): Promise<CallOutcome> {
  try {
    const found = await keeper.points.find({ system: keeper.system, deploymentId, component: key });
    if (found === undefined) throw gone(key, deploymentId);
    return await restore(keeper, key, found.pointId);
  } catch (thrown) {
    return failedOutcome("restore", thrown, 0);
  }
}

function gone(component: ComponentKey, deploymentId: string): OrchestratorError {
  return new OrchestratorError({
    code: "BACKUP_UNKNOWN",
    message: `the rollback point of ${component} that deployment ${deploymentId} captured is gone`,
    hint: "See `orchestrator backup list`.",
  });
}
