// What a system is running and whether something is unfinished: a fold of its deployments' journals, newest first. No
// pointer is kept beside the journals, so nothing can disagree with them.

import { dirname } from "node:path";
import { type Log, OrchestratorError } from "../base/index.js";
import type { DeploymentHistory, Deployments } from "../datastore/index.js";
import { firstOf } from "./chain/chain-file.js";
import { type ChainState, readChainState } from "./chain/chain-state.js";
import type { ChainEnd } from "./chain/next-step.js";
import { endOf, hasInstalled, isInconsistent, readable, startOf } from "./ended.js";

export interface SystemState {
  readonly inProgress: DeploymentHistory | undefined;
  /** Of the newest deployment, where it is a leg of a chain, ended or not. */
  readonly chain: ChainState | undefined;
  /** The newest deployment, if it has ended. */
  readonly newestEnded: DeploymentHistory | undefined;
  /** A chain that could go neither on nor back, as long as nothing has been installed since. */
  readonly resting: RestingChain | undefined;
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
  if (newestId === undefined) return NOTHING;
  const newest = readNewest(deployments, newestId);
  const older = readable(deployments, olderIds, log);
  const inProgress = endOf(newest) === undefined ? newest : undefined;
  const chain = readChainState(deployments, newest);
  const newestEnded = inProgress === undefined ? newest : undefined;
  const resting = findResting(deployments, { newestEnded, olderIds, log });
  return { inProgress, chain, newestEnded, resting, ...endedOnes(newestEnded, older) };
}

/** A chain that has not come to its end, though the newest of its legs has: the next one is still to be begun. */
export function isBetweenLegs({ chain }: SystemState): boolean {
  return chain?.step?.kind === "leg";
}

/** Ended or not. */
export function newestOf({ inProgress, chain, newestEnded }: SystemState): DeploymentHistory | undefined {
  return inProgress ?? chain?.newest ?? newestEnded;
}

const NOTHING: SystemState = {
  ...{
    inProgress: undefined,
    chain: undefined,
    newestEnded: undefined,
    resting: undefined,
    active: undefined,
    previous: undefined,
    last: undefined,
  },
};

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

export interface RestingChain {
  readonly history: DeploymentHistory;
  readonly end: Extract<ChainEnd, { kind: "resting" }>;
}

interface Candidates {
  readonly newestEnded: DeploymentHistory | undefined;
  readonly olderIds: readonly string[];
  readonly log: Log;
}

function findResting(deployments: Deployments, { newestEnded, olderIds, log }: Candidates): RestingChain | undefined {
  const undone = new Set<string>();
  for (const history of candidates(deployments, { newestEnded, olderIds, log })) {
    if (hasInstalled(history)) return undefined;
    const { chain } = history.plan;
    const end = chain === undefined ? undefined : endOfChain(deployments, history);
    if (chain === undefined || end === undefined) continue;
    const first = firstOf(history, chain);
    // Its way back was tried again since, and has led to the start.
    if (end.kind === "start") undone.add(first);
    if (end.kind === "resting" && !undone.has(first)) return { history, end };
  }
  return undefined;
}

function* candidates(deployments: Deployments, { newestEnded, olderIds, log }: Candidates) {
  if (newestEnded !== undefined) yield newestEnded;
  yield* readable(deployments, olderIds, log);
}

/** What lies with the first leg may be gone with it: then it is long ago. */
function endOfChain(deployments: Deployments, history: DeploymentHistory): ChainEnd | undefined {
  try {
    const step = readChainState(deployments, history)?.step;
    return step?.kind === "over" ? step.end : undefined;
  } catch (thrown) {
    if (thrown instanceof OrchestratorError && thrown.code === "JOURNAL_DAMAGED") return undefined;
    throw thrown;
  }
}

function endedOnes(newest: DeploymentHistory | undefined, older: Iterable<DeploymentHistory>) {
  let last = newest;
  let active = newest !== undefined && hasInstalled(newest) ? newest : undefined;
  for (const history of older) {
    last ??= history;
    if (active === undefined && !isInconsistent(last) && isInconsistent(history)) last = history;
    if (!hasInstalled(history)) continue;
    if (active !== undefined && !isSameManifest(history, active)) return { last, active, previous: history };
    active ??= history;
  }
  return { last, active, previous: undefined };
}

function isSameManifest(one: DeploymentHistory, other: DeploymentHistory): boolean {
  return startOf(one)?.manifestDigest === startOf(other)?.manifestDigest;
}
