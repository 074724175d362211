// Random small systems: the planner's answer is feasible exactly where the oracle finds a way, never worse than the best way
// there is, and passes the verifier.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLongRun } from "../../support/index.js";
import { poseProblem } from "../cases/pose.js";
import { explore } from "../oracle/index.js";
import { broadSystems } from "./broad-systems.js";
import { disagreements, planner } from "./disagreements.js";
import { systems } from "./systems.js";

const seed = Number(process.env["ORCHESTRATOR_TEST_SEED"] ?? 3001);
const cases = Number(process.env["ORCHESTRATOR_TEST_CASES"] ?? (isLongRun ? 12_000 : 400));

describe("random small systems", () => {
  test("the planner agrees with the oracle", { timeout: 3_600_000 }, () => {
    const seen = { feasible: 0, impossible: 0, batches: 0, noReturn: 0 };
    fc.assert(
      fc.property(systems, (system) => {
        const problem = poseProblem(system);
        expect(disagreements(problem)).toEqual([]);
        const result = planner(problem);
        seen[result.kind === "found" ? "feasible" : "impossible"] += 1;
        if (result.kind !== "found") return;
        seen.batches += result.batches.length > 1 ? 1 : 0;
        seen.noReturn += result.pointOfNoReturn === null ? 0 : 1;
      }),
      { seed, numRuns: cases },
    );
    console.log(`seed ${seed}, ${cases} systems: ${JSON.stringify(seen)}`);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 50);
  });

  test("the planner agrees with the oracle about many types", { timeout: 3_600_000 }, () => {
    const lengths = new Map<string, number>();
    fc.assert(
      fc.property(broadSystems, (system) => {
        const problem = poseProblem(system);
        expect(disagreements(problem)).toEqual([]);
        const result = planner(problem);
        const length = result.kind === "found" ? `${result.batches.length} batches` : result.kind;
        lengths.set(length, (lengths.get(length) ?? 0) + 1);
      }),
      { seed: seed + 2, numRuns: Math.ceil(cases / 4) },
    );
    console.log(
      `seed ${seed + 2}, ${Math.ceil(cases / 4)} systems: ${JSON.stringify(Object.fromEntries([...lengths].sort()))}`,
    );
    expect(lengths.size).toBeGreaterThan(3);
  });

  test("groups that move as one lose nothing (the collapse lemma)", { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(systems, (system) => {
        const problem = poseProblem(system);
        expect(explore(problem, "groups")).toEqual(explore(problem, "instances"));
      }),
      { seed: seed + 1, numRuns: isLongRun ? 5000 : 200 },
    );
  });
});
