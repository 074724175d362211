// The capture of what a component declares, before its ArtifactInstall. That it is complete is on disk before the interface is
// started: without that record nothing of the component was touched.

import type { CallFailed, CallOutcome, DeclaredPoint } from "../model/index.js";
import type { PointKeeper } from "./point-keeper.js";
import { failedOutcome, tookSince } from "./point-outcome.js";
import type { StateCall } from "./ports.js";

export async function captureBefore(
  keeper: PointKeeper,
  { component: { key }, signal }: StateCall,
  declared: DeclaredPoint,
): Promise<CallOutcome> {
  if (signal.aborted) return CANCELLED;
  const { recorder } = keeper;
  recorder.note({ type: "captureStarted", component: key });
  const begun = keeper.monotonic();
  try {
    const owner = { system: keeper.system, deploymentId: keeper.deploymentId, component: key };
    const { pointId, sizeBytes, warnings } = await keeper.points.capture(owner, declared, signal);
    signal.throwIfAborted();
    const outcome = { ok: true, durationMilliseconds: tookSince(keeper, begun) } as const;
    const point = { pointId, sizeBytes, warnings };
    if (!(await recorder.release({ type: "captureEnded", component: key, outcome, point }))) return UNWRITTEN;
    keeper.captured.set(key, pointId);
    return outcome;
  } catch (thrown) {
    const took = tookSince(keeper, begun);
    const outcome = signal.aborted
      ? { ...CANCELLED, durationMilliseconds: took }
      : failedOutcome("capture", thrown, took);
    recorder.note({ type: "captureEnded", component: key, outcome });
    return outcome;
  }
}

const CANCELLED: CallFailed = {
  ...{ ok: false, reason: "cancelled", message: "was cancelled while its rollback point was captured" },
  ...{ outputTail: [], durationMilliseconds: 0 },
};

/** The recorder has the fault; it is thrown when everybody has settled. */
const UNWRITTEN: CallFailed = {
  ...{ ok: false, reason: "capture", message: "its rollback point could not be written into the journal" },
  ...{ outputTail: [], durationMilliseconds: 0 },
};
