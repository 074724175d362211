// How many calls may run at once, of each type, as the manifest says.

import type { Manifest, OrderGroup, Plan, PlannedComponent } from "../../model/index.js";

export function maxParallelOf({ componentTypes }: Manifest): ReadonlyMap<string, number> {
  return new Map(
    componentTypes.flatMap(({ type, maxParallel }): [string, number][] =>
      maxParallel === undefined ? [] : [[type, maxParallel]],
    ),
  );
}

/** For a plan that was made by `order` alone. */
export function withMaxParallel(plan: Plan, manifest: Manifest): Plan {
  const limits = maxParallelOf(manifest);
  return { ...plan, groups: plan.groups.map((group) => limitedGroup(group.order, group.components, limits)) };
}

export function limitedGroup(
  order: number,
  components: readonly PlannedComponent[],
  maxParallel: ReadonlyMap<string, number>,
): OrderGroup {
  const types = [...new Set(components.map(({ type }) => type))];
  const limits = types.flatMap((type): [string, number][] => {
    const limit = maxParallel.get(type);
    return limit === undefined ? [] : [[type, limit]];
  });
  return { order, components, ...(limits.length > 0 && { maxParallel: Object.fromEntries(limits) }) };
}
