// Whether a system has something in progress: only its newest deployment can be unfinished, so only that one is read.

import type { DeploymentHistory, Deployments } from "../../datastore/index.js";
import { readChainState } from "../chain/chain-state.js";
import { endOf } from "../ended.js";

/** The newest deployment, where it has not ended, or the chain that it is a leg of. Throws what reading it throws. */
export function unfinishedOf(deployments: Deployments): DeploymentHistory | undefined {
  const [newestId] = deployments.ids();
  if (newestId === undefined) return undefined;
  const newest = deployments.read(newestId);
  if (endOf(newest) === undefined) return newest;
  return readChainState(deployments, newest)?.step?.kind === "leg" ? newest : undefined;
}
