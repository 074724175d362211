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
import type { AppContext } from "../context.js";
import { hasInstalled, hasSucceeded, readable } from "../ended.js";
import { lasting, legsOfChain } from "./lasting.js";

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
  /** What was put in place since, and is there still; newest first. */
  readonly since: readonly DeploymentHistory[];
  readonly data: readonly EarlierData[];
  /** Captured with a version that a component had in between. */
  readonly dataBetween: readonly DataBetween[];
}

export interface DataBetween extends EarlierData {
  /** That the component had then; an identity. */
  readonly version: string;
}

/** `id`: any leg stands for its whole chain. Throws DEPLOYMENT_UNKNOWN, ROLLBACK_TO_IMPOSSIBLE. */
export function findReturn({ wire, log }: AppContext, id: string): ReturnPoint {
  const { deployments } = wire.datastore;
  const named = deployments.read(id);
  const all = [...readable(deployments, deployments.ids(), log)];
  const [there, legs] = [[...lasting(all)], legsOfChain(named, all)];
  const candidates = legs.length > 0 ? legs : there.filter((each) => each.id === named.id && hasInstalled(each));
  const undone = candidates.find((each) => there.includes(each));
  if (undone === undefined) throw impossible(named, whyNothing(named, legs));
  const first = Number(legs.at(-1)?.id ?? undone.id);
  const earlier = there.find((history) => Number(history.id) < first && hasInstalled(history));
  if (earlier === undefined) throw impossible(undone, "no manifest was installed before it");
  const before = there.filter((history) => Number(history.id) <= Number(earlier.id));
  const since = all.filter((history) => Number(history.id) >= first);
  return {
    ...{ undone, earlier, before, since: since.filter((history) => there.includes(history)) },
    data: earliestData([...since].reverse()),
    dataBetween: dataBetween(since),
  };
}

function whyNothing(named: DeploymentHistory, legs: readonly DeploymentHistory[]): string {
  const hasGoneBack = legs.some(({ plan }) => plan.chain?.purpose === "back") && !hasInstalled(named);
  return hasGoneBack
    ? "its chain of updates has gone back to its start by itself"
    : "it has installed nothing that is there still";
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

function dataBetween(since: readonly DeploymentHistory[]): readonly DataBetween[] {
  return since.filter(hasSucceeded).flatMap((history) =>
    plannedComponents(history.plan).flatMap((component) => {
      const data = dataIn(history, component);
      const version = history.plan.safety?.versions[component.key]?.from;
      return data === undefined || version === undefined ? [] : [{ ...data, version }];
    }),
  );
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
