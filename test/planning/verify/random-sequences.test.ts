// Any sequence, good or bad: the verifier finds what following every component through every order of finishing finds.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import type { RawBatch } from "../../../src/planning/search-result.js";
import { type Violation, verifySequence } from "../../../src/planning/verify/index.js";
import { isLongRun } from "../../support/index.js";
import { poseProblem } from "../cases/pose.js";
import { type Fault, faultsOf } from "../oracle/index.js";
import { systems } from "../random/systems.js";

const step = fc.record({ group: fc.nat(11), to: fc.nat(11) });
const steps = fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 4 });

describe("the verifier", () => {
  test("agrees with following single components", () => {
    const kinds = new Map<string, number>();
    fc.assert(
      fc.property(systems, steps, (system, drawn) => {
        const problem = poseProblem(system);
        const batches = batchesOf(problem, drawn);
        const found = kindsOf(verifySequence(problem, batches));
        for (const kind of found.size === 0 ? ["none"] : found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        expect([...found].sort()).toEqual([...faultsOf(problem, batches)].sort());
      }),
      { seed: 2001, numRuns: isLongRun ? 20_000 : 700 },
    );
    // A kind that never occurs would not be tested.
    for (const kind of ["none", "start", "batch", "move", "combination 1", "target", "end", "noReturn", "order"]) {
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(5);
    }
  });
});

/** Of unacceptable combinations the first. */
function kindsOf(violations: readonly Violation[]): ReadonlySet<Fault> {
  const { kind: _, batch } = violations.find(({ kind }) => kind === "start" || kind === "combination") ?? {};
  const others = violations.flatMap(({ kind }) => (kind === "combination" ? [] : [kind]));
  return new Set<Fault>([...others, ...(batch === undefined ? [] : [`combination ${batch}` as const])]);
}

/** Moves that begin where their group is, to versions that the type has. */
function batchesOf({ groups, types }: PlanningProblem, drawn: readonly (readonly { group: number; to: number }[])[]) {
  const versions = groups.map(({ current }) => current);
  return drawn.map((moves): RawBatch => {
    const seen = new Set<number>();
    return moves.flatMap(({ group: any, to: choice }) => {
      const group = any % groups.length;
      const type = groups[group]?.type;
      const stones = types.find((each) => each.type === type)?.stones.map(({ version }) => version) ?? [];
      const targets = groups.filter((each) => each.type === type).map(({ target }) => target);
      const choices = [groups[group]?.target ?? "", ...stones, ...targets];
      const to = choices[choice % choices.length] ?? "";
      const from = versions[group] ?? "";
      if (seen.has(group)) return [];
      seen.add(group);
      versions[group] = to;
      return [{ group, from, to }];
    });
  });
}
