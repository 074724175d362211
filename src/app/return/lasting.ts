// Which deployments have put something in place that a later one did not undo: what was installed last is to be found among them.

import type { DeploymentHistory } from "../../datastore/index.js";
import { firstOf } from "../chain/chain-file.js";
import { hasSucceeded } from "../ended.js";

/**
 * Both newest first. What a way back of several legs installs are kept files, which go with it; and where it has led to the start, none
 * of its chain's legs forward lasts.
 */
export function* lasting(histories: Iterable<DeploymentHistory>): Generator<DeploymentHistory, void> {
  const undone = new Set<string>();
  for (const history of histories) {
    if (!hasSucceeded(history)) continue;
    const { chain } = history.plan;
    const first = chain && firstOf(history, chain);
    if (chain?.purpose !== "back" && (first === undefined || !undone.has(first))) yield history;
    else if (chain?.leg === chain?.legs && first !== undefined) undone.add(first);
  }
}

/** Newest first, among those given; empty where it is no leg. */
export function legsOfChain(
  history: DeploymentHistory,
  histories: readonly DeploymentHistory[],
): readonly DeploymentHistory[] {
  const { chain } = history.plan;
  if (chain === undefined) return [];
  const first = firstOf(history, chain);
  return histories.filter((each) => each.plan.chain !== undefined && firstOf(each, each.plan.chain) === first);
}
