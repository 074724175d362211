// The data that comes back with each leg of a way back: with the last one that updates a component what it had at first; with one before,
// what it had with the version that the leg leads to, where that was captured.

import { bothPoints, type Plan, type PlannedComponent, plannedComponents } from "../../model/index.js";
import type { EarlierData, ReturnPoint } from "./find-return.js";

type Known = Pick<ReturnPoint, "data" | "dataBetween">;

/** Each captures first everything that is brought back, so that this, too, can be rolled back. */
export function withEarlierData(plans: readonly Plan[], known: Known): readonly Plan[] {
  return plans.map((plan, i) => {
    const later = new Set(plans.slice(i + 1).flatMap((each) => plannedComponents(each).map(({ key }) => key)));
    return mapped(plan, (component) => {
      const { key } = component;
      const to = plan.safety?.versions[key]?.to;
      const data = later.has(key)
        ? known.dataBetween.find((each) => each.component === key && each.version === to)
        : known.data.find((each) => each.component === key);
      const captured = withPoint(component, known);
      return data === undefined ? captured : { ...captured, restores: { deploymentId: data.deploymentId } };
    });
  });
}

/** A plan that undoes legs of such a way: what they have captured can be brought back. */
export function withEarlierPoints(plan: Plan, known: Known): Plan {
  return mapped(plan, (component) => withPoint(component, known));
}

function withPoint(component: PlannedComponent, { data }: Known): PlannedComponent {
  const earlier: EarlierData | undefined = data.find((each) => each.component === component.key);
  if (earlier === undefined) return component;
  return { ...component, rollbackPoint: bothPoints(component.rollbackPoint, earlier.declared) ?? earlier.declared };
}

function mapped(plan: Plan, change: (component: PlannedComponent) => PlannedComponent): Plan {
  const groups = plan.groups.map((group) => ({ ...group, components: group.components.map(change) }));
  return { ...plan, groups };
}
