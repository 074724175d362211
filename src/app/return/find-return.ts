// Which way leads back to the point before a deployment: the manifest that was active then, and for each component that was captured
// since the earliest capture. Only what the journals say; whether it is all still there is looked at afterwards.

import { OrchestratorError } from "../../base/index.js";
import type { DeploymentHistory } from "../../datastore/index.js";
import {
  type ComponentKey,
  type DeclaredPoint,
  deploymentName,
  type PlannedComponent,
  plannedComponents,
} from "../../model/index.js";
import { firstOf } from "../chain/chain-file.js";
import type { AppContext } from "../context.js";
import { hasInstalled, hasSucceeded, readable } from "../ended.js";

/** The data of a component as it was before. */
export interface EarlierData {
  readonly component: ComponentKey;
  /** Whose capture it is. */
  readonly deploymentId: string;
  readonly declared: DeclaredPoint;
  /** Milliseconds since the epoch: what was written since is lost. */
  readonly capturedAt: number;
}

export interface ReturnPoint {
  /** The deployment that shall not have been. */
  readonly undone: DeploymentHistory;
  /** That of the manifest which was active before it. */
  readonly earlier: DeploymentHistory;
  /** It, and what was installed before; newest first. */
  readonly before: readonly DeploymentHistory[];
  readonly data: readonly EarlierData[];
}

/** Throws DEPLOYMENT_UNKNOWN, ROLLBACK_TO_IMPOSSIBLE. */
export function findReturn({ wire, log }: AppContext, id: string): ReturnPoint {
  const { deployments } = wire.datastore;
  const undone = deployments.read(id);
  if (!hasInstalled(undone)) throw impossible(undone, "it has installed nothing that is there still");
  const { chain } = undone.plan;
  const first = Number(chain === undefined ? undone.id : firstOf(undone, chain));
  const all = [...readable(deployments, deployments.ids(), log)];
  const before = all.filter((history) => Number(history.id) < first && isLasting(history));
  const earlier = before.find(hasInstalled);
  if (earlier === undefined) throw impossible(undone, "no manifest was installed before it");
  const since = all.filter((history) => Number(history.id) >= first);
  return { undone, earlier, before, data: earliestData(since.reverse()) };
}

/** What a way back of several legs installs are kept files, which go with it. */
function isLasting(history: DeploymentHistory): boolean {
  return hasSucceeded(history) && history.plan.chain?.purpose !== "back";
}

/** From the oldest deployment on; of each component the first that was captured in one that has succeeded. */
function earliestData(since: readonly DeploymentHistory[]): readonly EarlierData[] {
  const found = new Map<ComponentKey, EarlierData>();
  for (const history of since.filter(hasSucceeded)) {
    for (const component of plannedComponents(history.plan)) {
      const data = dataIn(history, component);
      if (data !== undefined && !found.has(data.component)) found.set(data.component, data);
    }
  }
  return [...found.values()];
}

function dataIn({ id, records }: DeploymentHistory, { key, rollbackPoint }: PlannedComponent): EarlierData | undefined {
  if (rollbackPoint === undefined) return undefined;
  const captured = records.find(
    ({ record }) => record.type === "captureEnded" && record.component === key && record.outcome.ok,
  );
  if (captured === undefined) return undefined;
  return { component: key, deploymentId: id, declared: rollbackPoint, capturedAt: captured.at };
}

export function impossible(undone: DeploymentHistory, why: string): OrchestratorError {
  const id = deploymentName(undone);
  return new OrchestratorError({
    code: "ROLLBACK_TO_IMPOSSIBLE",
    message: `there is no way back to the point before deployment ${id} (${undone.plan.manifestName}): ${why}`,
    hint: "Nothing was touched. See `orchestrator history`; or install the manifest that you want.",
    facts: { id },
  });
}
