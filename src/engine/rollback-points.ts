// Interfaces whose components come back with their data: captured before ArtifactInstall, restored in ArtifactRollback. Pure of
// I/O itself; the machine does not know of it. A component without a rollback point is called as ever.

import type {
  CallFailed,
  CallOutcome,
  CallSucceeded,
  ComponentKey,
  PlannedComponent,
  StampedRecord,
} from "../model/index.js";
import { needsPoints } from "../model/index.js";
import { captureBefore } from "./capture.js";
import type { PointKeeper } from "./point-keeper.js";
import type { Interfaces, StateCall } from "./ports.js";
import { bringBack, restore } from "./restore.js";

export function withRollbackPoints(interfaces: Interfaces, keeper: PointKeeper): Interfaces {
  return {
    ...interfaces,
    callState: async (call) =>
      needsPoints(call.component) ? await callState(interfaces, keeper, call) : await interfaces.callState(call),
    // Whether the interface has a rollback of its own is asked when that would run, so that nobody need remember it.
    askSupportsRollback: async (call) =>
      call.component.rollbackPoint === undefined
        ? await interfaces.askSupportsRollback(call)
        : { ...DONE, answer: true },
  };
}

/** What earlier runs have captured. */
export function capturedIn(records: readonly StampedRecord[]): Map<ComponentKey, string> {
  return new Map(
    records.flatMap(({ record }): readonly [ComponentKey, string][] =>
      record.type === "captureEnded" && record.outcome.ok && record.point !== undefined
        ? [[record.component, record.point.pointId]]
        : [],
    ),
  );
}

const DONE: CallSucceeded = { ok: true, durationMilliseconds: 0 };

async function callState(interfaces: Interfaces, keeper: PointKeeper, call: StateCall): Promise<CallOutcome> {
  switch (call.state) {
    case "ArtifactInstall":
      return await install(interfaces, keeper, call);
    case "ArtifactRollback":
      return isUntouched(keeper, call.component) ? DONE : await rollBack(interfaces, keeper, call);
    case "ArtifactFailure":
      return isUntouched(keeper, call.component) ? DONE : await interfaces.callState(call);
    default:
      return await interfaces.callState(call);
  }
}

/** Its interface was never called for ArtifactInstall, whatever the machine has to assume. */
function isUntouched({ captured }: PointKeeper, { key, rollbackPoint }: PlannedComponent): boolean {
  return rollbackPoint !== undefined && !captured.has(key);
}

async function install(interfaces: Interfaces, keeper: PointKeeper, call: StateCall): Promise<CallOutcome> {
  const { rollbackPoint, restores } = call.component;
  if (rollbackPoint !== undefined) {
    const captured = await captureBefore(keeper, call, rollbackPoint);
    if (!captured.ok) return captured;
  }
  const installed = await interfaces.callState(call);
  if (!installed.ok || restores === undefined || call.signal.aborted) return installed;
  return together(installed, await bringBack(keeper, call.component, restores));
}

/**
 * The interface undoes first what it did, from what it left: then the data is restored, which has the last word. Where the
 * first fails the second is done all the same.
 */
async function rollBack(interfaces: Interfaces, keeper: PointKeeper, call: StateCall): Promise<CallOutcome> {
  const own = await rollBackItself(interfaces, call);
  if (call.signal.aborted) return own;
  const pointId = keeper.captured.get(call.component.key);
  return pointId === undefined ? own : together(own, await restore(keeper, call.component.key, pointId));
}

/** Not asked for an answer: one that cannot tell whether it has a way back has not taken it. */
async function rollBackItself(interfaces: Interfaces, call: StateCall): Promise<CallOutcome> {
  const supported = await interfaces.askSupportsRollback(call);
  if (!supported.ok) return { ...supported, message: `SupportsRollback failed: ${supported.message}` };
  return supported.answer ? await interfaces.callState(call) : DONE;
}

function together(own: CallOutcome, restored: CallOutcome): CallOutcome {
  const durationMilliseconds = own.durationMilliseconds + restored.durationMilliseconds;
  if (own.ok) return { ...restored, durationMilliseconds };
  if (restored.ok) return { ...own, message: `${own.message}; its data was restored`, durationMilliseconds };
  return both(own, restored, durationMilliseconds);
}

function both(own: CallFailed, restored: CallFailed, durationMilliseconds: number): CallFailed {
  const message = `${restored.message}; its own rollback failed, too: ${own.message}`;
  return { ...restored, message, outputTail: own.outputTail, durationMilliseconds };
}
