// `install MANIFEST`: plans, and carries the plan out as a new deployment.

import { resolve } from "node:path";
import { EXIT, OrchestratorError } from "../base/index.js";
import type { Deployments } from "../datastore/index.js";
import type { AppContext } from "./context.js";
import { type Prepared, prepare } from "./prepare.js";
import { type Live, type RunOptions, type RunResult, runDeployment } from "./run-deployment.js";
import { isInconsistent, readSystemState, type SystemState, startOf } from "./system-state.js";
import { underLock } from "./under-lock.js";

export interface InstallOptions extends RunOptions {
  readonly manifestPath: string;
}

/** Ended deployments that are kept; the active and the previous one always are. */
const KEPT_DEPLOYMENTS = 100;

/** Throws DEPLOYMENT_IN_PROGRESS, DATASTORE_…, CANCELLED, and whatever planning refuses; then nothing was touched. */
export async function installSystem(context: AppContext, options: InstallOptions, live: Live): Promise<RunResult> {
  return await underLock(context, async () => {
    const { deployments } = context.wire.datastore;
    const state = readSystemState(deployments, context.log);
    refuseWhileInProgress(state);
    const manifestPath = resolve(options.manifestPath);
    const prepared = await prepareUnlessCancelled(context, manifestPath, live);
    if (isUnchanged(prepared, state, options)) return unchanged(prepared);
    await pruneHistory(deployments, state);
    const deployment = deployments.create({
      plan: prepared.plan,
      documents: prepared.texts.map(({ role, text }) => ({ fileName: `${role}.yaml`, text })),
      started: {
        manifestName: prepared.plan.manifestName,
        manifestDigest: prepared.manifestDigest,
        programVersion: context.programVersion,
      },
    });
    return await runDeployment(context, deployment, { ...options, verb: "install", live });
  });
}

function refuseWhileInProgress({ inProgress }: SystemState): void {
  if (inProgress === undefined) return;
  throw new OrchestratorError({
    code: "DEPLOYMENT_IN_PROGRESS",
    message: `deployment ${inProgress.id} (${inProgress.plan.manifestName}) has begun and not ended`,
    hint: "Finish it with `orchestrator resume`, or undo it with `orchestrator rollback`; then install again.",
    facts: { id: inProgress.id },
  });
}

/** A question that was cut short by a signal is not the reason why nothing is installed. */
async function prepareUnlessCancelled(context: AppContext, manifestPath: string, live: Live): Promise<Prepared> {
  try {
    return await prepare(context, manifestPath, AbortSignal.any([live.cancelSignal, live.leaveSignal]));
  } finally {
    refuseCancelled(live);
  }
}

function refuseCancelled({ cancelSignal, leaveSignal }: Live): void {
  if (!cancelSignal.aborted && !leaveSignal.aborted) return;
  throw new OrchestratorError({ code: "CANCELLED", message: "cancelled before anything was touched" });
}

/**
 * The active manifest, and every component reports it. With a stop asked for, whoever called will resume: then even an
 * empty deployment is begun, so that there is something to resume (interface-protocol, section 6). So it is after an
 * inconsistent end: that every component reports the manifest's versions is news worth a record.
 */
function isUnchanged({ plan, manifestDigest }: Prepared, { active, last }: SystemState, options: RunOptions): boolean {
  if (plan.groups.length > 0 || options.stopBefore.length > 0 || active === undefined) return false;
  if (last !== undefined && isInconsistent(last)) return false;
  return startOf(active)?.manifestDigest === manifestDigest;
}

function unchanged({ plan }: Prepared): RunResult {
  return { exitCode: EXIT.done, outcome: "unchanged", manifestName: plan.manifestName, records: [], plan };
}

async function pruneHistory(deployments: Deployments, { active, previous }: SystemState): Promise<void> {
  const recent = new Set(deployments.ids().slice(0, KEPT_DEPLOYMENTS));
  await deployments.prune((id) => recent.has(id) || id === active?.id || id === previous?.id);
}
