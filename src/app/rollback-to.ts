// `rollback --to ID`: back to the point before a deployment that has ended, as a new deployment of the manifest that was active
// then. It captures first what it overwrites, so it can fail and come back like every other.

import type { Diagnostic } from "../base/index.js";
import { plannedComponents } from "../model/index.js";
import type { AppContext } from "./context.js";
import { beginPrepared, refuseWhileInProgress, unlessCancelled } from "./install.js";
import { noteModule } from "./note-module.js";
import { hasOwnArtifacts, type Origin } from "./own-artifacts.js";
import type { PlanAnswer } from "./plan-answer.js";
import { type PreparedReturn, prepareReturn } from "./return/prepare-return.js";
import type { Live, RunOptions, RunResult } from "./run-deployment.js";
import { readSystemState } from "./system-state.js";
import { deploymentIn } from "./systems/deployment-in.js";
import { underLock } from "./under-lock.js";

export interface RollbackToOptions extends RunOptions {
  /** A number, or SYSTEM/NUMBER. */
  readonly deploymentId: string;
}

/** What would be done, and which data would be lost by it. */
export interface ReturnAnswer extends PlanAnswer {
  /** Components whose data comes back to what it was; what was written to it since is lost. */
  readonly overwritten: readonly { readonly component: string; readonly capturedAt: number }[];
}

/** Throws what `rollback --to` would refuse before it touches anything. */
export async function planReturn(context: AppContext, name: string, signal?: AbortSignal): Promise<ReturnAnswer> {
  const found = deploymentIn(context, name);
  return answerOf(await prepareReturn(found.context, found.id, signal));
}

/** Throws what prepareReturn throws, DEPLOYMENT_IN_PROGRESS, DATASTORE_…, CANCELLED, PlanRefused; then nothing was touched. */
export async function rollbackTo(
  anywhere: AppContext,
  { deploymentId, ...options }: RollbackToOptions,
  live: Live,
): Promise<RunResult> {
  const { context, id } = deploymentIn(anywhere, deploymentId);
  return await underLock(context, async () => {
    const state = readSystemState(context.wire.datastore.deployments, context.log);
    refuseWhileInProgress(state);
    const { prepared, point } = await unlessCancelled(live, (signal) => prepareReturn(context, id, signal));
    const origin: Origin = { undoes: id, ...(hasOwnArtifacts(point.earlier) && { hasOwnArtifacts: true }) };
    const result = await beginPrepared(context, { prepared, options, state, origin }, live);
    await noteModule(context, result);
    return result;
  });
}

function answerOf({ point, prepared }: PreparedReturn): ReturnAnswer {
  const { manifestName, problem, answer, legs } = prepared;
  const restored = new Set(legs.flatMap(plannedComponents).flatMap(({ key, restores }) => (restores ? [key] : [])));
  const left = point.data.filter(({ component }) => !restored.has(component));
  const warnings = [...prepared.warnings, ...left.map(({ component }) => stays(component, point.earlier.id))];
  const overwritten = point.data.filter(({ component }) => restored.has(component));
  return { manifestName, warnings, problem, answer, legs, overwritten };
}

function stays(component: string, earlierId: string): Diagnostic {
  return {
    code: "ROLLBACK_TO_IMPOSSIBLE",
    severity: "warning",
    message: `the data of ${component} stays as it is: the manifest of deployment ${earlierId} does not update it`,
  };
}
