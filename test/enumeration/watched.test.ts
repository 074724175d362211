// All paths of the deployment machine for plans made from constraints: whatever fails, whatever is answered, whoever changes.

import { describe, expect, test } from "vitest";
import type { Part, Rule, SmallSystem } from "../engine/safety/small-system.js";
import { isLongRun } from "../support/index.js";
import { enumerateWatched } from "./watched-paths.js";

const part = (id: string, change: Partial<Part> = {}): Part => ({
  ...{ id, type: id[0] ?? "", from: 1, to: 2, reboot: "No", supportsRollback: true, isReversible: true },
  ...change,
});

/** `a` before `b`: together they may be 1|1, 2|1, 2|2. A third version goes with nothing. */
const A_FIRST: Rule = {
  types: ["a", "b"],
  refused: new Set(["1|2", "1|3", "2|3", "3|1", "3|2", "3|3"]),
  isOpen: false,
};
const WITH_C: Rule = { types: ["a", "c"], refused: new Set(["1|3"]), isOpen: true };

const base = { maxParallel: undefined, noReturn: "allow", rules: [A_FIRST] } as const;

const SYSTEMS: readonly (SmallSystem & { readonly name: string })[] = [
  { ...base, name: "one after the other", parts: [part("a0"), part("b0")], batches: [["a0"], ["b0"]] },
  {
    ...base,
    name: "the first declared to have no way back",
    parts: [part("a0", { isReversible: false }), part("b0")],
    batches: [["a0"], ["b0"]],
  },
  {
    ...base,
    name: "no point of no return, and a component that is left alone",
    noReturn: "refuse",
    rules: [A_FIRST, WITH_C],
    parts: [part("a0"), part("b0"), part("c0", { to: 1 })],
    batches: [["a0"], ["b0"]],
  },
];

const LONG: typeof SYSTEMS = [
  { ...base, name: "two after one", parts: [part("a0"), part("b0"), part("b1")], batches: [["a0"], ["b0", "b1"]] },
];

describe("all paths of the machine, with constraints", () => {
  for (const { name, ...system } of isLongRun ? [...SYSTEMS, ...LONG] : SYSTEMS) {
    const isWhole = isLongRun && system.parts.length === 2;
    test(name, { timeout: 1_800_000 }, () => {
      const { states, situations, faults, verdicts, stuck } = enumerateWatched(system, isWhole);
      console.log(`${name}: ${states} states, ${situations} situations`);
      expect([...faults]).toEqual([]);
      expect(stuck).toBe(0);
      expect([...verdicts].sort()).toEqual(["inconsistent", "rolledBack", "succeeded"]);
      expect(states).toBeGreaterThan(100);
    });
  }

  test("an order that is not safe is found out", () => {
    const parts = [part("a0"), part("b0")];
    const { faults } = enumerateWatched({ ...base, parts, batches: [["b0"], ["a0"]] }, false);
    expect([...faults.keys()]).toContain("a+b 1|2 at ArtifactInstall");
  });
});
