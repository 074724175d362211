// Where a chain goes when a leg of it has ended.

import { describe, expect, it } from "vitest";
import type { Chain, ChainLeg, WayBack } from "../../../src/app/chain/chain-file.js";
import { backFrom, nextStep } from "../../../src/app/chain/next-step.js";
import type { ChainLink, Plan, Verdict } from "../../../src/model/index.js";

const leg = (name: string, isEndState = false): ChainLeg => {
  const plan: Plan = { manifestName: name, groups: [], skipped: [] };
  return { plan, rest: { isEndState, versions: [{ type: name, versions: ["1"] }] } };
};
const NO_WAY: WayBack = { exists: false, why: "it is gone" };

/** Three legs forward; back from the first in one, from the second in two. */
const chainOf = (waysBack: readonly WayBack[]): Chain => ({
  ...{ format: 1, manifestDigest: "d", documents: [], waysBack },
  forward: [leg("f1"), leg("f2", true), leg("f3")],
});
const CHAIN = chainOf([
  { exists: true, legs: [leg("b1")] },
  { exists: true, legs: [leg("b2a"), leg("b2b")] },
]);

const forward = (number: number): ChainLink => ({ purpose: "forward", leg: number, legs: 3, chainDigest: "x" });
const back = (number: number, after: number): ChainLink => ({
  ...{ purpose: "back", leg: number, legs: after, after, chainDigest: "x" },
});

type Expected = string | readonly [name: string, leg: number, legs: number];

function stepOf(chain: Chain, link: ChainLink, verdict: Verdict, wasInterrupted = false): Expected {
  const step = nextStep(chain, { link, verdict, wasInterrupted });
  if (step.kind === "over") return step.end.kind;
  return [step.leg.plan.manifestName, step.place.leg, step.place.legs];
}

describe("with a way back from everywhere", () => {
  it.each<[string, ChainLink, Verdict, boolean, Expected]>([
    ["forward", forward(1), "succeeded", false, ["f2", 2, 3]],
    ["forward to the end", forward(3), "succeeded", false, "target"],
    ["the first leg rolled back", forward(1), "rolledBack", false, "start"],
    ["the second leg rolled back", forward(2), "rolledBack", false, ["b1", 1, 1]],
    ["the third leg rolled back", forward(3), "rolledBack", true, ["b2a", 1, 2]],
    ["further back", back(1, 2), "succeeded", false, ["b2b", 2, 2]],
    ["back to the start", back(2, 2), "succeeded", false, "start"],
    ["a leg back that has failed", back(2, 2), "rolledBack", false, "resting"],
    ["a leg back that was cut off", back(2, 2), "rolledBack", true, ["b2b", 2, 2]],
    ["an inconsistent leg", forward(2), "inconsistent", false, "inconsistent"],
    ["an inconsistent leg back", back(1, 2), "inconsistent", true, "inconsistent"],
  ])("%s", (_, link, verdict, wasInterrupted, expected) => {
    expect(stepOf(CHAIN, link, verdict, wasInterrupted)).toEqual(expected);
  });
});

describe("without a way back", () => {
  it("rests where the leg before had led to, and says why", () => {
    const step = nextStep(chainOf([NO_WAY, NO_WAY]), {
      ...{ link: forward(3), verdict: "rolledBack", wasInterrupted: false },
    });
    expect(step).toEqual({
      kind: "over",
      end: {
        kind: "resting",
        why: "it is gone",
        rest: { isEndState: true, versions: [{ type: "f2", versions: ["1"] }] },
      },
    });
  });

  it("rests between two legs of the way back where the second one has failed", () => {
    const step = nextStep(CHAIN, { link: back(2, 2), verdict: "rolledBack", wasInterrupted: false });
    expect(step).toMatchObject({ end: { kind: "resting", rest: { versions: [{ type: "b2a" }] } } });
    const first = nextStep(CHAIN, { link: back(1, 2), verdict: "rolledBack", wasInterrupted: false });
    expect(first).toMatchObject({ end: { kind: "resting", rest: { versions: [{ type: "f2" }] } } });
  });
});

it("the way back from where nothing is committed is no way at all", () => {
  expect(backFrom(CHAIN, 0)).toEqual({ kind: "over", end: { kind: "start" } });
});
