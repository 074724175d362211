// The quick judgement of tables of two columns against the plain reading of the same tables, combination by combination.

import fc from "fast-check";
import { expect, it } from "vitest";
import { refusingRule, type TableSide } from "../../../src/model/index.js";
import { PairTables } from "../../../src/planning/search/pair-table.js";
import { normalise, type Task } from "../../../src/planning/search/task.js";
import { problemOf, type TableText } from "./problem.js";

/** Of `a` two groups at different versions; of `b` one that stays. */
const TYPES = { a: { groups: "1>3 2>3", stones: "2" }, b: { groups: "1>2" }, c: { groups: "1" } };

const cells = fc.record(
  { a: fc.constantFrom("1", "2", "3", "1|3", "*"), b: fc.constantFrom("1", "2", "1|2", "*") },
  { requiredKeys: [] },
);
const rows = fc.array(cells, { maxLength: 4 });
/** The last row sees to it that both columns are there. */
const tables = fc
  .record({ end: rows, transition: rows, refused: rows, open: fc.boolean() })
  .map((table): TableText => ({ ...table, transition: [...table.transition, { a: "1", b: "1" }] }));

function posed(text: TableText) {
  const problem = problemOf({ types: TYPES, tables: [text] });
  const task = normalise(problem);
  const [table] = problem.constraints.tables;
  if (task === undefined || table === undefined) throw new Error("a table and ways to every target were given");
  return { problem, task, table };
}

function judged(text: TableText) {
  const { task, table } = posed(text);
  return new PairTables(task).judge(table);
}

/** By the plain reading: every combination of these values that is refused. */
function refusedByReading(text: TableText, [ones, others]: readonly (readonly string[])[], side: TableSide): string[] {
  const { constraints } = posed(text).problem;
  const all = (ones ?? []).flatMap((a) => (others ?? []).map((b) => ({ a, b })));
  const isRefused = (each: object) => refusingRule(constraints, new Map(Object.entries(each)), side) !== undefined;
  return all.filter(isRefused).map(({ a, b }) => `${a} ${b}`);
}

function refusedByJudgement(text: TableText): readonly string[] {
  const { task, table } = posed(text);
  const judgement = new PairTables(task).judge(table);
  if (judgement === undefined) return ["not judged"];
  const [one, other] = judgement.columns.map((column) => task.columns[column]);
  const swap = one?.type === "b";
  return (one?.values ?? []).flatMap((first, at) =>
    (other?.values ?? []).flatMap((second, index) => {
      if (judgement.isRefused[index * judgement.radices[0] + at] !== 1) return [];
      return [swap ? `${second} ${first}` : `${first} ${second}`];
    }),
  );
}

function valuesOf({ columns, columnOf }: Task): readonly (readonly string[])[] {
  return ["a", "b"].map((type) => columns[columnOf.get(type) ?? -1]?.values ?? []);
}

it("refuses what the plain reading refuses, on the way and at both ends", () => {
  fc.assert(
    fc.property(tables, (text) => {
      const refused = refusedByReading(text, valuesOf(posed(text).task), "transition");
      expect([...refusedByJudgement(text)].sort()).toEqual(refused.sort());
      expect(judged(text)).toMatchObject({
        hasRefused: refused.length > 0,
        isStartRefused: refusedByReading(text, [["1", "2"], ["1"]], "transition").length > 0,
        isTargetRefused: refusedByReading(text, [["3"], ["2"]], "end").length > 0,
      });
    }),
    { seed: 2207, numRuns: 120 },
  );
});

const accepted = { end: [{ a: "*", b: "*" }] };

it.each<{ name: string; table: TableText }>([
  { name: "one column", table: { end: [{ a: "*" }] } },
  { name: "three columns", table: { end: [{ a: "*", b: "*", c: "*" }] } },
  { name: "a column without components", table: { end: [{ a: "*", absent: "*" }] } },
  {
    name: "more rows than a number has bits",
    table: { ...accepted, refused: Array.from({ length: 31 }, () => ({ a: "1", b: "2" })) },
  },
])("leaves other tables to others: $name", ({ table }) => {
  expect(judged(table)).toBeUndefined();
});

it("judges as many rows as a number has bits", () => {
  const refused = Array.from({ length: 30 }, (_, at) => ({ a: at < 29 ? "9" : "1", b: "2" }));
  expect(refusedByJudgement({ ...accepted, refused })).toEqual(["1 2"]);
});
