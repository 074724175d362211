// The course that a bounded net took, as the plan of its part.

import type { Course } from "./bounded-net.js";
import type { Part, PartMove, PartPlan } from "./part.js";

/** The last batch stays the last one of so many. */
export function withLateEnd(course: Course, batches: number): Course {
  const before = course.slice(0, -1);
  const end = course.slice(-1);
  const last = before.at(-1) ?? [];
  return [...before, ...Array.from({ length: batches + 1 - course.length }, () => last), ...end];
}

export function planOf(part: Part, course: Course, batches: number): Omit<PartPlan, "isBest"> {
  let updates = 0;
  let noReturn = Infinity;
  const lists = Array.from({ length: batches }, (_, batch) =>
    part.groups.flatMap((group, at): PartMove[] => {
      const from = course[batch]?.[at] ?? group.goal;
      const to = course[batch + 1]?.[at] ?? group.goal;
      if (from === to) return [];
      updates += group.weight;
      const edge = group.edges[from]?.find((each) => each.to === to);
      if (edge?.isReversible !== true) noReturn = Math.min(noReturn, batch);
      return [{ group, from, to }];
    }),
  );
  return { batches: lists, updates, noReturn };
}
