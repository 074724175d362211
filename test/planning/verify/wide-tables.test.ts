// Tables with sixty columns: no computer lists the combinations of a batch that moves all of them.

import { describe, expect, test } from "vitest";
import { verifySequence } from "../../../src/planning/verify/index.js";
import { poseProblem, type RowText, type TableText } from "../cases/pose.js";

const COLUMNS = Array.from({ length: 60 }, (_, index) => `t${index}`);

function everythingAtOnce(table: TableText) {
  const problem = poseProblem({
    component_types: Object.fromEntries(COLUMNS.map((type) => [type, { version: "2" }])),
    components: COLUMNS.map((component_type) => ({ component_type, version: "1" })),
    constraints: { tables: [table] },
  });
  const batch = COLUMNS.map((_, group) => ({ group, from: "1.0.0", to: "2.0.0" }));
  return verifySequence(problem, [batch]).filter(({ kind }) => kind === "combination");
}

const all = (version: string): RowText => Object.fromEntries(COLUMNS.map((type) => [type, version]));
const next = (index: number) => `t${(index + 1) % COLUMNS.length}`;

describe("a batch that moves sixty types of one table", () => {
  test("shows a combination that none of its rows lists", () => {
    const [found, ...more] = everythingAtOnce({ end_states: [all("1"), all("2")] });
    expect(more).toEqual([]);
    expect(new Set(found?.combination?.map(({ version }) => version))).toEqual(new Set(["1.0.0", "2.0.0"]));
  });

  test("shows the one combination that a row of sixty cells refuses", () => {
    const refused = Object.fromEntries(COLUMNS.map((type, index) => [type, index % 2 === 0 ? "1" : "2"]));
    const found = everythingAtOnce({
      unlisted: "acceptable",
      end_states: [all("2")],
      transition_states: [{ ...refused, acceptable: false }],
    });
    expect(found.map(({ combination }) => combination?.map(({ version }) => version[0]).join(""))).toEqual([
      "12".repeat(30),
    ]);
  });

  test("is safe where every two neighbours may be in any versions, each pair in a row of its own", () => {
    const pairs = COLUMNS.flatMap((type, index) =>
      ["1", "2"].map((version): RowText => ({ [type]: version, [next(index)]: "*" })),
    );
    expect(everythingAtOnce({ end_states: [all("2")], transition_states: pairs })).toEqual([]);
  });

  test("is safe where somebody has the old version, or somebody the new one", () => {
    const somebody = COLUMNS.map((type): RowText => ({ [type]: "1" }));
    expect(everythingAtOnce({ end_states: [all("2")], transition_states: somebody })).toEqual([]);
    const [found] = everythingAtOnce({ end_states: [], transition_states: somebody });
    expect(new Set(found?.combination?.map(({ version }) => version))).toEqual(new Set(["2.0.0"]));
  });

  test("is not safe where two neighbours may not both be old", () => {
    const oneIsNew = COLUMNS.map((type, index): RowText => ({ [type]: "1", [next(index)]: "1", acceptable: false }));
    const found = everythingAtOnce({ unlisted: "acceptable", end_states: [all("2")], transition_states: oneIsNew });
    expect(found).toHaveLength(1);
  });
});
