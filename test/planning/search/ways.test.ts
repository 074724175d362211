// The ways of groups, and which ways of two groups go together: against walking them side by side in every order.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanningProblem } from "../../../src/planning/problem.js";
import { Clock } from "../../../src/planning/search/clock.js";
import { compile } from "../../../src/planning/search/compile.js";
import { type Net, netOf } from "../../../src/planning/search/net.js";
import { split } from "../../../src/planning/search/split.js";
import { normalise } from "../../../src/planning/search/task.js";
import { type Way, waysOf } from "../../../src/planning/search/ways.js";
import { type ProblemText, problemOf } from "./problem.js";

const clock = new Clock({ milliseconds: Infinity, now: () => 0 });

/** Of all groups, whether anything ties them together or not. */
function netFor(problem: PlanningProblem): Net {
  const task = normalise(problem);
  const [part] = task === undefined ? [] : split(task, compile(problem, task, clock), true);
  if (part === undefined) throw new Error("a way to every target was given");
  return netOf(part);
}

function versionsOf(net: Net, at: number, way: Way): string {
  return way.map((node) => net.groups[at]?.group.versions[node]).join(">");
}

/** Ways by group, in words. */
function told(text: ProblemText): readonly (readonly string[])[] | undefined {
  const net = netFor(problemOf(text));
  return waysOf(net)?.ways.map((own, at) => own.map((way) => versionsOf(net, at, way)).sort());
}

describe("the ways of a group", () => {
  it.each<{ name: string; types: ProblemText["types"]; is: readonly (readonly string[])[] | undefined }>([
    { name: "straight", types: { a: { groups: "1>2" } }, is: [["1>2"]] },
    { name: "an optional stone", types: { a: { groups: "1>3", stones: "2" } }, is: [["1>2>3", "1>3"]] },
    { name: "a mandatory stone", types: { a: { groups: "1>3", mandatory: "2" } }, is: [["1>2>3"]] },
    {
      name: "each group has its own",
      types: { a: { groups: "1>3 2>3", stones: "2" }, b: { groups: "1>2" } },
      is: [["1>2>3", "1>3"], ["2>3"], ["1>2"]],
    },
    { name: "circles", types: { a: { groups: "1>3", stones: "2", moves: "any" } }, is: undefined },
    { name: "more than are looked at", types: { a: { groups: "1>9", stones: "2 3 4 5 6 7" } }, is: undefined },
  ])("$name", ({ types, is }) => {
    expect(told({ types })).toEqual(is);
  });
});

const VERSIONS = ["1", "2", "3", "4"];
const refusals = fc.array(fc.record({ a: fc.constantFrom(...VERSIONS), b: fc.constantFrom(...VERSIONS) }), {
  minLength: 1,
  maxLength: 6,
});

/** One step of either at a time. */
function canWalk(
  one: readonly string[],
  other: readonly string[],
  isRefused: (a: string, b: string) => boolean,
): boolean {
  const [a = "", ...ones] = one;
  const [b = "", ...others] = other;
  if (isRefused(a, b)) return false;
  if (ones.length === 0 && others.length === 0) return true;
  return (ones.length > 0 && canWalk(ones, other, isRefused)) || (others.length > 0 && canWalk(one, others, isRefused));
}

function pairsTold(net: Net): readonly string[] {
  const { ways, pairs } = waysOf(net) ?? { ways: [], pairs: [] };
  return pairs.flatMap(({ one, other, isTogether }) =>
    (ways[one] ?? []).flatMap((first, at) =>
      (ways[other] ?? []).flatMap((second, index, all) =>
        isTogether[at * all.length + index] === 1
          ? []
          : [`${versionsOf(net, one, first)} and ${versionsOf(net, other, second)}`],
      ),
    ),
  );
}

describe("ways of two groups", () => {
  it("go together where they can be walked side by side", () => {
    let apart = 0;
    fc.assert(
      fc.property(refusals, (refused) => {
        const group = { groups: "1>4", stones: "2 3" };
        const net = netFor(
          problemOf({ types: { a: group, b: group }, tables: [{ open: true, end: [{ a: "4", b: "4" }], refused }] }),
        );
        const isRefused = (a: string, b: string) => refused.some((each) => each.a === a && each.b === b);
        const all = ["1>2>3>4", "1>2>4", "1>3>4", "1>4"];
        const expected = all.flatMap((one) =>
          all.flatMap((other) => (canWalk(one.split(">"), other.split(">"), isRefused) ? [] : [`${one} and ${other}`])),
        );
        expect([...pairsTold(net)].sort()).toEqual(expected.sort());
        apart += expected.length;
      }),
      { seed: 4711, numRuns: 80 },
    );
    expect(apart).toBeGreaterThan(50);
  });
});
