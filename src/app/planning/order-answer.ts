// A plan that was made by `order` alone, in the form in which the planner answers.

import { type Plan, type PlannedBatch, type PlannedMove, versionOf, versionsOf } from "../../model/index.js";
import type { PlanningAnswer } from "../../planning/index.js";
import { UNKNOWN_VERSION } from "./subjects.js";

export function orderAnswer({ groups }: Plan): PlanningAnswer {
  const numbers = new Map<string, number>();
  const batches = groups.map(({ components }): PlannedBatch => {
    const moves = new Map<string, PlannedMove & { ids: string[] }>();
    for (const component of components) {
      const { from = versionOf(component.provides, component.interfaceName) ?? UNKNOWN_VERSION, to } =
        versionsOf(component);
      const key = JSON.stringify([component.type, from, to]);
      const group = numbers.get(key) ?? numbers.size;
      numbers.set(key, group);
      const known = moves.get(key) ?? { group, type: component.type, from, to, count: 0, ids: [], isReversible: true };
      known.ids.push(component.id);
      moves.set(key, { ...known, count: known.count + 1 });
    }
    return { moves: [...moves.values()], because: [] };
  });
  const updates = groups.reduce((sum, { components }) => sum + components.length, 0);
  return { isFeasible: true, warnings: [], sequence: { batches, updates, pointOfNoReturn: null, isOptimal: true } };
}
