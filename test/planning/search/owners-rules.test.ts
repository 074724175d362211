// Rules of the manifest and of the owner of a system together: a move, or a rollback, must be allowed by both.

import { describe, expect, it } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import type { MoveRule, RollbackRule } from "../../../src/model/index.js";
import { findSequence } from "../../../src/planning/search/index.js";
import { cell, problemOf } from "./problem.js";

const pairs = (...all: readonly (readonly [string, string])[]) =>
  all.map(([from, to]) => ({ from: cell(from), to: cell(to) }));

function answer(rules: { readonly moves?: MoveRule; readonly rollback?: RollbackRule }) {
  const problem = problemOf({ types: { a: { groups: "1>3", stones: "2" } } });
  const types = problem.types.map((type) => ({ ...type, ...rules }));
  const result = findSequence({ ...problem, types }, { milliseconds: 5000, now: processorMilliseconds });
  if (result.kind !== "found") return result.kind;
  return [result.batches.map(([move]) => `${move?.from}>${move?.to}`).join(" "), result.pointOfNoReturn];
}

const upwards: MoveRule = { kind: "upwards" };
const stepwise: MoveRule = { kind: "listed", pairs: pairs(["1", "2"], ["2", "3"]) };

describe("rules that must all hold", () => {
  it.each([
    { name: "one is as itself", moves: { kind: "every", rules: [upwards] }, is: ["1>3", null] },
    {
      name: "the owner allows fewer moves",
      moves: { kind: "every", rules: [upwards, stepwise] },
      is: ["1>2 2>3", null],
    },
    {
      name: "together they allow none",
      moves: { kind: "every", rules: [stepwise, { kind: "listed", pairs: pairs(["1", "3"]) }] },
      is: "impossible",
    },
  ] as const)("moves: $name", ({ moves, is }) => {
    expect(answer({ moves })).toEqual(is);
  });

  it.each([
    { name: "both support it", rules: [{ kind: "supported" }, { kind: "listed", pairs: pairs(["1", "3"]) }], is: null },
    { name: "the owner rules it out", rules: [{ kind: "supported" }, { kind: "unsupported" }], is: 1 },
    { name: "only other pairs", rules: [{ kind: "supported" }, { kind: "listed", pairs: pairs(["1", "2"]) }], is: 1 },
  ] as const)("rollback: $name", ({ rules, is }) => {
    expect(answer({ rollback: { kind: "every", rules } })).toEqual(["1>3", is]);
  });
});
