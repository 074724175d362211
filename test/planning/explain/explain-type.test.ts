// `plan --explain TYPE`: what a type waits for, what waits for it, why it goes over a stepping stone, why it stays.

import { describe, expect, test } from "vitest";
import { explainType, planUpdates } from "../../../src/planning/index.js";
import { PLENTY, type ProblemInput, problemOf } from "./problems.js";

function explained(input: ProblemInput, type: string): readonly string[] {
  const problem = problemOf(input);
  const answer = planUpdates(problem, PLENTY);
  if (!answer.isFeasible) throw new Error(answer.refusal.message);
  return explainType(problem, answer.sequence, type);
}

const PAIR: ProblemInput = {
  system: {
    gateway: { from: "v1", to: "v2" },
    rtos: { from: "v1", to: "v2", count: 2 },
    camera: { from: "v7", to: "v7" },
  },
  tables: [
    {
      line: 14,
      end: [
        { gateway: "v1", rtos: "v1" },
        { gateway: "v2", rtos: "v2" },
      ],
      transition: [{ gateway: "v2", rtos: "v1" }],
    },
  ],
};

/** `rtos` works with the old gateway only up to 1.5, and with the new one from 1.5 on. */
const OVER_A_STONE: ProblemInput = {
  system: { gateway: { from: "1.0", to: "2.0" }, rtos: { from: "1.0", to: "2.0", stones: ["1.5"] } },
  tables: [
    {
      end: [
        { gateway: "1.0", rtos: "1.0|1.5" },
        { gateway: "2.0", rtos: "1.5|2.0" },
      ],
    },
  ],
};

describe("explainType", () => {
  test("what waits for it", () => {
    expect(explained(PAIR, "gateway")).toEqual([
      "gateway v1 -> v2: batch 1 of 2, 1 component",
      "  it waits for nothing",
      "  rtos v1 -> v2 waits for it (gateway v1 + rtos v2 is not acceptable)",
    ]);
  });

  test("what it waits for, and what would happen otherwise", () => {
    expect(explained(PAIR, "rtos")).toEqual([
      "rtos v1 -> v2: batch 2 of 2, 2 components",
      "  it waits for gateway v1 -> v2: one batch earlier this could occur: gateway v1 + rtos v2",
      "    not acceptable: not listed in table system",
    ]);
  });

  test("a type that stays, and one that is not there", () => {
    expect(explained(PAIR, "camera")).toEqual(["camera stays at v7, 1 component: it runs its target version"]);
    expect(explained(PAIR, "rtoss")).toEqual(['the system has no component of type rtoss; did you mean "rtos"?']);
    expect(explained(PAIR, "constructor")).toEqual(["the system has no component of type constructor"]);
  });

  test("why it takes a detour", () => {
    expect(explained(OVER_A_STONE, "rtos")).toEqual([
      "rtos 1.0 -> 1.5: batch 1 of 3, 1 component",
      "  it waits for nothing",
      "  gateway 1.0 -> 2.0 waits for it (gateway 2.0 + rtos 1.0 is not acceptable)",
      "rtos 1.5 -> 2.0: batch 3 of 3, 1 component",
      "  it waits for gateway 1.0 -> 2.0: one batch earlier this could occur: gateway 1.0 + rtos 2.0",
      "    not acceptable: not listed in table system",
      "over 1 stepping stone: 1.0 -> 2.0 in batch 3 could show gateway 2.0 + rtos 1.0",
    ]);
  });

  test("an order value that alone is the reason", () => {
    const system = { a: { from: "1", to: "2", order: 1 }, b: { from: "1", to: "2", order: 2 } };
    expect(explained({ system, ordering: "verify" }, "b")).toEqual([
      "b 1 -> 2: batch 2 of 2, 1 component",
      "  it waits for a 1 -> 2, whose order value is lower",
    ]);
  });
});
