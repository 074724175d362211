// Random tables of up to seven columns, everything moved at once: the search for an unacceptable combination finds one exactly
// where looking at all combinations finds one.

import fc from "fast-check";
import { expect, test } from "vitest";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { isLongRun } from "../../support/index.js";
import { poseProblem, type RowText } from "../cases/pose.js";
import { faultsOf } from "../oracle/index.js";

const COLUMNS = ["a", "b", "c", "d", "e", "f", "g"];

/** Mostly few cells, so that a table may well accept every combination. */
const row = fc.record({
  cells: fc.array(fc.tuple(fc.constantFrom(...COLUMNS), fc.constantFrom("v1", "v2")), { minLength: 1, maxLength: 3 }),
  isRefusing: fc.integer({ min: 0, max: 40 }).map((drawn) => drawn === 1),
  isEnd: fc.boolean(),
});

test("a batch of everything in a table of its own", () => {
  let safe = 0;
  const runs = isLongRun ? 5000 : 400;
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 16 }), fc.nat(3), (rows, open) => {
      const texts = rows.map(({ cells, isRefusing, isEnd }): RowText & { isEnd: boolean } => ({
        ...Object.fromEntries(cells),
        ...(isRefusing ? { acceptable: false } : {}),
        isEnd,
      }));
      const list = (side: boolean) => texts.filter(({ isEnd }) => isEnd === side).map(({ isEnd: _, ...text }) => text);
      const problem = poseProblem({
        component_types: Object.fromEntries(COLUMNS.map((type) => [type, { version: "v2" }])),
        components: COLUMNS.map((component_type) => ({ component_type, version: "v1" })),
        constraints: {
          unlisted: open === 0 ? "acceptable" : "refused",
          end_states: list(true) as RowText[],
          transition_states: list(false) as RowText[],
        },
      });
      const batch = COLUMNS.map((_, group) => ({ group, from: "1.0.0", to: "2.0.0" }));
      const kinds = new Set(verifySequence(problem, [batch]).map(({ kind }) => kind));
      const faults = faultsOf(problem, [batch]);
      safe += kinds.has("combination") || kinds.has("start") ? 0 : 1;
      expect({ start: kinds.has("start"), end: kinds.has("end") }).toEqual({
        start: faults.has("start"),
        end: faults.has("end"),
      });
      if (!kinds.has("start")) expect(kinds.has("combination")).toBe(faults.has("combination 1"));
    }),
    { seed: 2002, numRuns: runs },
  );
  expect(safe).toBeGreaterThan(runs / 20);
});
