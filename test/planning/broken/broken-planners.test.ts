// The proof is worth something only if a wrong planner does not pass. Each of these is caught by the hand-made cases, and the
// unsafe ones by the verifier alone, which knows nothing of what a case expects.

import { describe, expect, test } from "vitest";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { type HandMadeCase, loadCases } from "../cases/load-cases.js";
import { poseProblem } from "../cases/pose.js";
import { type Planner, planner } from "../random/disagreements.js";
import { BROKEN } from "./broken-planners.js";

const CASES = loadCases();

describe("a broken planner that", () => {
  test.each(BROKEN)("$name is caught", ({ plan, noticedBy }) => {
    const caught = CASES.filter((system) => isCaught(system, plan, noticedBy));
    expect(caught.map(({ name }) => name)).not.toEqual([]);
  });

  test("is none is not caught", () => {
    const caught = CASES.filter((each) => isCaught(each, planner, "figures") || isCaught(each, planner, "verifier"));
    expect(caught).toEqual([]);
  });
});

function isCaught(system: HandMadeCase, plan: Planner, noticedBy: "verifier" | "figures"): boolean {
  const problem = poseProblem(system);
  const result = plan(problem);
  const { expect: expected } = system;
  if (noticedBy === "verifier") return result.kind === "found" && verifySequence(problem, result.batches).length > 0;
  if (result.kind !== "found" || "error" in expected) return (result.kind === "found") === "error" in expected;
  const updates = result.batches.flat().reduce((sum, { group }) => sum + (problem.groups[group]?.count ?? 0), 0);
  const { batches, no_return = null } = expected;
  return (
    result.batches.length !== (typeof batches === "number" ? batches : batches.length) ||
    updates !== expected.updates ||
    result.pointOfNoReturn !== no_return
  );
}
