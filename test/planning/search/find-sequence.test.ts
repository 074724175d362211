// The search against answers known by hand.

import { describe, expect, it } from "vitest";
import { processorMilliseconds } from "../../../bench/planning/samples.js";
import { findSequence } from "../../../src/planning/search/index.js";
import { type ProblemText, problemOf } from "./problem.js";

const budget = { milliseconds: 10_000, now: processorMilliseconds };

/** `a v1>v2, b v1>v2 | c v1>v2`; `impossible`. */
function answer(text: ProblemText): string {
  const problem = problemOf(text);
  const result = findSequence(problem, budget);
  if (result.kind !== "found") return result.kind;
  const batches = result.batches.map((batch) =>
    batch.map(({ group, from, to }) => `${problem.groups[group]?.type} ${from}>${to}`).join(", "),
  );
  return `${batches.join(" | ")}${result.pointOfNoReturn === null ? "" : ` !${result.pointOfNoReturn}`}`;
}

const system = {
  end: [
    { gateway: "v1", rtos: "v1" },
    { gateway: "v2", rtos: "v2" },
  ],
  transition: [{ gateway: "v2", rtos: "v1" }],
};
const both = { gateway: { groups: "v1>v2" }, rtos: { groups: "v1>v2" } };
const mutual = { end: system.end };

const cases: readonly { readonly name: string; readonly text: ProblemText; readonly is: string }[] = [
  { name: "nothing to do", text: { types: { a: { groups: "v1" } } }, is: "" },
  { name: "no tables: all at once", text: { types: both }, is: "gateway v1>v2, rtos v1>v2" },
  { name: "the gateway first", text: { types: both, tables: [system] }, is: "gateway v1>v2 | rtos v1>v2" },
  { name: "neither first", text: { types: both, tables: [mutual] }, is: "impossible" },
  {
    name: "a stepping stone, only for the one that needs it",
    text: {
      types: { gateway: { groups: "v1>v2", stones: "s" }, rtos: { groups: "v1>v2", stones: "s" } },
      tables: [
        {
          ...mutual,
          transition: [
            { gateway: "s", rtos: "*" },
            { gateway: "*", rtos: "s" },
          ],
        },
      ],
    },
    is: "rtos v1>s | gateway v1>v2 | rtos s>v2",
  },
  {
    name: "one that stays steps aside",
    text: {
      types: { a: { groups: "1>2" }, b: { groups: "1>2" }, helper: { groups: "1", stones: "0 1", moves: "any" } },
      tables: [
        {
          end: [
            { a: "1", b: "1", helper: "1" },
            { a: "2", b: "2", helper: "1" },
          ],
          transition: [{ a: "*", b: "*", helper: "0" }],
        },
      ],
    },
    is: "helper 1>0 | a 1>2, b 1>2 | helper 0>1",
  },
  {
    name: "what cannot be rolled back comes last",
    text: {
      types: { boot: { groups: "1>2", rollback: "unsupported" }, a: { groups: "1>2" }, b: { groups: "1>2" } },
      tables: [
        {
          end: [
            { a: "1", b: "1" },
            { a: "2", b: "2" },
          ],
          transition: [{ a: "2", b: "1" }],
        },
      ],
    },
    is: "a 1>2 | boot 1>2, b 1>2 !2",
  },
  {
    name: "a mixed start: both versions count",
    text: {
      types: { a: { groups: "1>2 2" }, b: { groups: "1>2" } },
      tables: [
        {
          end: [
            { a: "1", b: "1" },
            { a: "2", b: "2" },
          ],
          transition: [{ a: "2", b: "1" }],
        },
      ],
    },
    is: "a 1>2 | b 1>2",
  },
  {
    name: "repair: what is there already may stay for a while",
    text: {
      types: both,
      tables: [
        {
          end: [
            { gateway: "v2", rtos: "v2" },
            { gateway: "v2", rtos: "v1" },
          ],
        },
      ],
      isRepair: true,
    },
    is: "gateway v1>v2 | rtos v1>v2",
  },
];

describe("the search", () => {
  it.each(cases)("$name", ({ text, is }) => {
    expect(answer(text)).toBe(is);
  });
});
