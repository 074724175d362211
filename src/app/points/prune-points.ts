// Removes rollback points that nobody needs any more, when a deployment has ended. Those of the active and of the previous
// manifest stay, and of everything since: with them there is a way back.

import { messageOf } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import { needsPoints, type Plan, plannedComponents } from "../../model/index.js";
import { firstOf } from "../chain/chain-file.js";
import type { AppContext } from "../context.js";
import { readSystemState } from "../system-state.js";
import { systemKeyOf } from "./system-key.js";

/** What cannot be removed is named in the log: the end stands. */
export async function prunePoints(context: AppContext, plan: Plan): Promise<void> {
  const { wire, log } = context;
  if (!plannedComponents(plan).some(needsPoints)) return;
  const { deployments } = wire.datastore;
  try {
    const { active, previous } = readSystemState(deployments, log);
    const oldest = firstIdOf(previous ?? active);
    const deploymentIds = deployments.ids().filter((id) => Number(id) >= oldest);
    await wire.rollbackPoints.prune({ system: systemKeyOf(context), deploymentIds });
  } catch (thrown) {
    log.warning(`rollback points that are not needed any more could not be removed: ${messageOf(thrown)}`);
  }
}

/** The legs of a chain stand together. */
function firstIdOf(history: DeploymentHistory | undefined): number {
  if (history === undefined) return 0;
  const { chain } = history.plan;
  return Number(chain === undefined ? history.id : firstOf(history, chain));
}
