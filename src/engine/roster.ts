// Who a deployment may call: the components of the plan, and, for plans made from constraints, those it leaves alone.

import { invariant } from "../base/index.js";
import {
  type AskedComponent,
  type ComponentKey,
  calledComponents,
  type OrderGroup,
  type Plan,
  type PlannedComponent,
} from "../model/index.js";

export interface Roster {
  planned(key: ComponentKey): PlannedComponent;
  anyone(key: ComponentKey): AskedComponent;
  /** The provide that tells a component's version; undefined for the usual ones. */
  versionKey(key: ComponentKey): string | undefined;
  /** How many components of its type may be called at once in its group; undefined for no limit. */
  limit(key: ComponentKey): number | undefined;
}

export function rosterOf(plan: Plan): Roster {
  const planned = new Map<ComponentKey, { readonly component: PlannedComponent; readonly group: OrderGroup }>();
  for (const group of plan.groups)
    for (const component of group.components) planned.set(component.key, { component, group });
  const called = new Map(calledComponents(plan).map((component) => [component.key, component]));
  return {
    planned: (key) => known(planned.get(key)?.component, key),
    anyone: (key) => known(called.get(key), key),
    versionKey: (key) => plan.safety?.versions[key]?.versionKey,
    limit: (key) => {
      const { component, group } = planned.get(key) ?? {};
      const limits = group?.maxParallel;
      if (component === undefined || limits === undefined) return undefined;
      return Object.hasOwn(limits, component.type) ? limits[component.type] : undefined;
    },
  };
}

function known<Found>(found: Found | undefined, key: ComponentKey): Found {
  invariant(found !== undefined, `${key} is not a component of the plan`);
  return found;
}
