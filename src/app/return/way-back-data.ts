// A leg of a way back brings back what the legs forward have captured: of each component the data that it had with the version to
// which the leg leads.

import type { DeploymentHistory } from "../../datastore/index.js";
import type { Plan, PlannedComponent } from "../../model/index.js";
import { hasSucceeded } from "../ended.js";

/** `legs`: the deployments of the chain. */
export function withDataOfLegs(plan: Plan, legs: readonly DeploymentHistory[]): Plan {
  const forward = legs.filter((leg) => leg.plan.chain?.purpose === "forward" && hasSucceeded(leg));
  const groups = plan.groups.map((group) => ({
    ...group,
    components: group.components.map((component) => withData(component, plan, forward)),
  }));
  return { ...plan, groups };
}

function withData(component: PlannedComponent, plan: Plan, forward: readonly DeploymentHistory[]): PlannedComponent {
  const { key, rollbackPoint } = component;
  const to = plan.safety?.versions[key]?.to;
  if (rollbackPoint === undefined || to === undefined) return component;
  const leg = forward.find((each) => each.plan.safety?.versions[key]?.from === to && hasCaptured(each, key));
  return leg === undefined ? component : { ...component, restores: { deploymentId: leg.id } };
}

function hasCaptured({ records }: DeploymentHistory, key: string): boolean {
  return records.some(({ record }) => record.type === "captureEnded" && record.component === key && record.outcome.ok);
}
