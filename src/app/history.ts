// `status` and `history`: what the journals say. Reads only, and takes no lock, so it also works while something runs.

import type { DeploymentHistory } from "../datastore/index.js";
import type { AppContext } from "./context.js";
import { readable } from "./ended.js";
import { readSystemState } from "./system-state.js";

export interface DeploymentName {
  readonly deploymentId: string;
  readonly manifestName: string;
}

export interface SystemStatus {
  /** The manifest that was installed last. */
  readonly active?: DeploymentName;
  /** Another one, installed before it. */
  readonly previous?: DeploymentName;
  /** The newest deployment that has ended; an inconsistent one until another has succeeded. */
  readonly last?: DeploymentHistory;
  readonly inProgress?: DeploymentHistory;
  /** The process that works on the data store now. */
  readonly workingPid?: number;
}

export async function readStatus(context: AppContext): Promise<SystemStatus> {
  const { active, previous, last, inProgress } = readSystemState(context.wire.datastore.deployments, context.log);
  const workingPid = context.wire.datastore.holder();
  return {
    ...(active === undefined ? {} : { active: nameOf(active) }),
    ...(previous === undefined ? {} : { previous: nameOf(previous) }),
    ...(last === undefined ? {} : { last }),
    ...(inProgress === undefined ? {} : { inProgress }),
    ...(workingPid === undefined ? {} : { workingPid }),
  };
}

/** Newest first; without those that cannot be read. Throws what is wrong with the newest where that is all of them. */
export async function listHistory(context: AppContext): Promise<readonly DeploymentHistory[]> {
  const { deployments } = context.wire.datastore;
  const ids = deployments.ids();
  const histories = [...readable(deployments, ids, context.log)];
  if (histories.length === 0 && ids.length > 0) readSystemState(deployments, context.log);
  return histories;
}

/** Throws DEPLOYMENT_UNKNOWN. */
export async function showDeployment(context: AppContext, id: string): Promise<DeploymentHistory> {
  return context.wire.datastore.deployments.read(id);
}

function nameOf({ id, plan }: DeploymentHistory): DeploymentName {
  return { deploymentId: id, manifestName: plan.manifestName };
}
