// The two small algorithms behind the explanations, by themselves.

import { describe, expect, test } from "vitest";
import { minimalConflict } from "../../../src/planning/explain/minimal-conflict.js";
import { hasCycle, shortestCycle } from "../../../src/planning/explain/shortest-cycle.js";

describe("shortestCycle", () => {
  test.each([
    { name: "none", graph: [[1], [2], []], cycle: undefined },
    { name: "a pair", graph: [[1], [0]], cycle: [0, 1] },
    { name: "the shorter of two", graph: [[1], [2], [3, 0], [0, 4], [3]], cycle: [3, 4] },
    { name: "not through its lowest node", graph: [[1], [2], [3], [1, 0]], cycle: [1, 2, 3] },
    { name: "of several the first", graph: [[3], [2], [1], [0]], cycle: [0, 3] },
  ])("$name", ({ graph, cycle }) => {
    expect(shortestCycle(graph)).toEqual(cycle);
    expect(hasCycle(graph)).toBe(cycle !== undefined);
  });

  test("a long way needs no deep recursion", () => {
    const size = 20_000;
    const ring = Array.from({ length: size }, (_, node) => [(node + 1) % size]);
    expect(shortestCycle(ring)).toHaveLength(size);
  });
});

describe("minimalConflict", () => {
  const items = Array.from({ length: 64 }, (_, index) => index);

  test.each([[[5]], [[0, 63]], [[7, 8, 9]], [[1, 20, 40, 60]]])("finds %j among 64", (conflict) => {
    let questions = 0;
    const found = minimalConflict(items, (chosen) => {
      questions += 1;
      return conflict.every((item) => chosen.includes(item));
    });
    expect(found).toEqual(conflict);
    expect(questions).toBeLessThanOrEqual(2 * conflict.length * 6 + 2 * conflict.length);
  });

  test("of two conflicts, one, whole", () => {
    const conflicts = [
      [1, 30],
      [2, 3, 50],
    ];
    const found = minimalConflict(items, (chosen) =>
      conflicts.some((conflict) => conflict.every((item) => chosen.includes(item))),
    );
    expect(conflicts).toContainEqual(found);
  });
});
