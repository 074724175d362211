// What a system is running and whether something is unfinished: a fold of its deployments' journals, newest first. No
// pointer is kept beside the journals, so nothing can disagree with them.

import { dirname } from "node:path";
import { type Log, OrchestratorError } from "../base/index.js";
import type { DeploymentHistory, Deployments } from "../datastore/index.js";
import type { JournalRecord } from "../model/index.js";

export interface SystemState {
  readonly inProgress: DeploymentHistory | undefined;
  /** The last deployment that succeeded. */
  readonly active: DeploymentHistory | undefined;
  /** The last one before it that succeeded with another manifest: installing the same one again does not hide it. */
  readonly previous: DeploymentHistory | undefined;
  /**
   * The newest that has ended, however it did; or an inconsistent one before it, as long as nothing has succeeded since: a
   * deployment that was only rolled back has repaired nothing.
   */
  readonly last: DeploymentHistory | undefined;
}

/** Throws JOURNAL_DAMAGED or JOURNAL_FORMAT_UNKNOWN for the newest deployment: it may be unfinished. */
export function readSystemState(deployments: Deployments, log: Log): SystemState {
  const [newestId, ...olderIds] = deployments.ids();
  if (newestId === undefined) return { inProgress: undefined, active: undefined, previous: undefined, last: undefined };
  const newest = readNewest(deployments, newestId);
  const older = readable(deployments, olderIds, log);
  const inProgress = endOf(newest) === undefined ? newest : undefined;
  return { inProgress, ...endedOnes(inProgress === undefined ? newest : undefined, older) };
}

/** Nothing works until a damaged one is out of the way, so the hint says how. */
function readNewest(deployments: Deployments, id: string): DeploymentHistory {
  try {
    return deployments.read(id);
  } catch (thrown) {
    if (!(thrown instanceof OrchestratorError) || thrown.code !== "JOURNAL_DAMAGED") throw thrown;
    throw wayOnFrom(thrown, id);
  }
}

function wayOnFrom({ code, message, location, facts, cause }: OrchestratorError, id: string): OrchestratorError {
  const folder = location === undefined ? `the folder of deployment ${id}` : dirname(location.file);
  return new OrchestratorError({
    ...{ code, message, facts, cause },
    hint: `Keep a copy of ${folder} and check the disk; then move it out of the data store. Deployment ${id} may have been unfinished and components half-updated: look with \`orchestrator show-provides\`, then install again.`,
    ...(location === undefined ? {} : { location }),
  });
}

function endedOnes(newest: DeploymentHistory | undefined, older: Iterable<DeploymentHistory>) {
  let last = newest;
  let active = newest !== undefined && hasSucceeded(newest) ? newest : undefined;
  for (const history of older) {
    last ??= history;
    if (active === undefined && !isInconsistent(last) && isInconsistent(history)) last = history;
    if (!hasSucceeded(history)) continue;
    if (active !== undefined && !isSameManifest(history, active)) return { last, active, previous: history };
    active ??= history;
  }
  return { last, active, previous: undefined };
}

function isSameManifest(one: DeploymentHistory, other: DeploymentHistory): boolean {
  return startOf(one)?.manifestDigest === startOf(other)?.manifestDigest;
}

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

function hasSucceeded(history: DeploymentHistory): boolean {
  return endOf(history)?.verdict === "succeeded";
}

export function isInconsistent(history: DeploymentHistory): boolean {
  return endOf(history)?.verdict === "inconsistent";
}

export function startOf(history: DeploymentHistory): Extract<JournalRecord, { type: "deploymentStarted" }> | undefined {
  const first = history.records[0]?.record;
  return first?.type === "deploymentStarted" ? first : undefined;
}

export function endOf(history: DeploymentHistory): Extract<JournalRecord, { type: "deploymentEnded" }> | undefined {
  const last = history.records.findLast(({ record }) => record.type === "deploymentEnded")?.record;
  return last?.type === "deploymentEnded" ? last : undefined;
}
