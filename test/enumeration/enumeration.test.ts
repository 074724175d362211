// All paths of the deployment machine for small systems: whatever fails, whatever is answered, whenever somebody asks for
// the way back, the invariants hold and the path ends.

import { describe, expect, test } from "vitest";
import { isLongRun } from "../support/index.js";
import { enumeratePaths } from "./paths.js";

interface SmallSystem {
  readonly name: string;
  readonly groups: readonly (readonly string[])[];
  /** Fewer states than this and the search has missed something. */
  readonly statesAtLeast: number;
}

const SYSTEMS: readonly SmallSystem[] = [
  { name: "one component", groups: [["A"]], statesAtLeast: 250 },
  { name: "two neighbours in one group", groups: [["A", "B"]], statesAtLeast: 5000 },
  { name: "two groups of one", groups: [["A"], ["B"]], statesAtLeast: 6000 },
];

const LONG: readonly SmallSystem[] = [
  { name: "two neighbours above one", groups: [["A"], ["B", "C"]], statesAtLeast: 100_000 },
];

describe("all paths of the machine", () => {
  for (const { name, groups, statesAtLeast } of isLongRun ? [...SYSTEMS, ...LONG] : SYSTEMS) {
    test(name, { timeout: 1_800_000 }, () => {
      const { states, transitions, situations, paths, broken, endless } = enumeratePaths(groups);
      console.log(
        `${name}: ${states} states, ${transitions} transitions, ${situations} situations, ${paths} paths to an end`,
      );
      expect([...broken]).toEqual([]);
      expect(endless).toBe(0);
      expect(states).toBeGreaterThan(statesAtLeast);
    });
  }
});
