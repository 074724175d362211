// How a deployment began and ended, out of its journal; and the deployments that can be read, one by one.

import { type Log, OrchestratorError } from "../base/index.js";
import type { DeploymentHistory, Deployments } from "../datastore/index.js";
import type { JournalRecord } from "../model/index.js";

/** Deployments one by one; one that cannot be read is named in the log and does not hide the others. */
export function* readable(
  deployments: Deployments,
  ids: readonly string[],
  log: Log,
): Generator<DeploymentHistory, undefined> {
  for (const id of ids) {
    try {
      yield deployments.read(id);
    } catch (thrown) {
      if (!(thrown instanceof OrchestratorError)) throw thrown;
      log.warning(`deployment ${id} cannot be read: ${thrown.message}`, { code: thrown.code });
    }
  }
}

export function hasSucceeded(history: DeploymentHistory): boolean {
  return endOf(history)?.verdict === "succeeded";
}

/** Its manifest was installed with it: every leg but the last only leads there, and one that goes back leads away. */
export function hasInstalled(history: DeploymentHistory): boolean {
  const { chain } = history.plan;
  return hasSucceeded(history) && (chain === undefined || (chain.purpose === "forward" && chain.leg === chain.legs));
}

export function isInconsistent(history: DeploymentHistory): boolean {
  return endOf(history)?.verdict === "inconsistent";
}

export function startOf({
  records,
}: Pick<DeploymentHistory, "records">): Extract<JournalRecord, { type: "deploymentStarted" }> | undefined {
  const first = records[0]?.record;
  return first?.type === "deploymentStarted" ? first : undefined;
}

export function endOf(history: DeploymentHistory): Extract<JournalRecord, { type: "deploymentEnded" }> | undefined {
  const last = history.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  return last?.type === "deploymentEnded" ? last : undefined;
}
