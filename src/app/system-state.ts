// What a system is running and whether something is unfinished: a fold of its deployments' journals, newest first. No
// pointer is kept beside the journals, so nothing can disagree with them.

import type { DeploymentHistory, Deployments } from "../datastore/index.js";
import type { JournalRecord } from "../model/index.js";

export interface SystemState {
  readonly inProgress: DeploymentHistory | undefined;
  /** The last deployment that succeeded. */
  readonly active: DeploymentHistory | undefined;
  /** The one that had succeeded before it. */
  readonly previous: DeploymentHistory | undefined;
}

export function readSystemState(deployments: Deployments): SystemState {
  const ids = deployments.ids();
  const newest = ids[0] === undefined ? undefined : deployments.read(ids[0]);
  const succeeded: DeploymentHistory[] = [];
  for (const id of ids) {
    const history = id === newest?.id ? newest : deployments.read(id);
    if (endOf(history)?.verdict === "succeeded") succeeded.push(history);
    if (succeeded.length === 2) break;
  }
  const inProgress = newest !== undefined && endOf(newest) === undefined ? newest : undefined;
  return { inProgress, active: succeeded[0], previous: succeeded[1] };
}

export function startOf(history: DeploymentHistory): Extract<JournalRecord, { type: "deploymentStarted" }> | undefined {
  const first = history.records[0]?.record;
  return first?.type === "deploymentStarted" ? first : undefined;
}

export function endOf(history: DeploymentHistory): Extract<JournalRecord, { type: "deploymentEnded" }> | undefined {
  const last = history.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  return last?.type === "deploymentEnded" ? last : undefined;
}
