import { describe, expect, test } from "vitest";
import { ROLLBACK_STATES, UPDATE_STATES } from "../../../src/model/index.js";
import { parseFaults } from "../faults.js";
import { TABLE } from "../table/index.js";
import { newSights } from "./chosen.js";

const chosen = Object.values(newSights(TABLE)).flat();

describe("the cases that are played with real processes every day", () => {
  test("are a table in themselves", () => {
    expect(chosen.length).toBeGreaterThan(150);
    expect(chosen.length).toBeLessThan(Object.values(TABLE).flat().length);
  });

  test.each([...UPDATE_STATES, ...ROLLBACK_STATES])("let %s fail in every way", (state) => {
    const kinds = chosen.flatMap(({ faults }) =>
      parseFaults(faults).flatMap(({ kind, call }) => (call === state ? [kind] : [])),
    );
    expect([...new Set(kinds)]).toEqual(expect.arrayContaining(["error", "hang", "kill"]));
  });

  test("hold every fault that the table has", () => {
    const faultsOf = (cases: typeof chosen) =>
      new Set(cases.flatMap(({ faults }) => parseFaults(faults).map(({ kind, call }) => `${kind} in ${call}`)));
    expect(faultsOf(chosen)).toEqual(faultsOf(Object.values(TABLE).flat()));
  });
});
