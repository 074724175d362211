// Where components go whose version is right and whose content is not.

import { describe, expect, it } from "vitest";
import { type Subject, withSelfUpdates } from "../../../src/app/planning/index.js";
import { NO_CONSTRAINTS, type Ordering, type UpdateSequence } from "../../../src/model/index.js";
import type { PlanningProblem, PlanningType } from "../../../src/planning/index.js";

const TYPES = ["a", "b", "c"];

/** Types a, b and c of order 10, 20 and 30; b is at its target already. */
function problemOf(ordering: Ordering, rollback: "supported" | "unsupported"): PlanningProblem {
  const types = TYPES.map(
    (type, position): PlanningType => ({
      ...{ type, position, order: (position + 1) * 10, isManaged: true, stones: [] },
      ...{ moves: { kind: "upwards" }, rollback: { kind: rollback } },
    }),
  );
  const groups = TYPES.map((type) => ({ type, current: type === "b" ? "2" : "1", target: "2", count: 2, ids: [] }));
  return {
    ...{ types, groups, ordering, constraints: NO_CONSTRAINTS, spellings: new Map() },
    ...{ objective: "fewest_updates", pointOfNoReturn: "allow", isRepair: false },
  };
}

const move = (group: number) => ({
  ...{ group, type: TYPES[group] ?? "", from: "1", to: "2", count: 2, isReversible: true },
});

const sequenceOf = (...batches: readonly number[][]): UpdateSequence => ({
  batches: batches.map((groups) => ({ moves: groups.map(move), because: [] })),
  ...{ updates: batches.flat().length * 2, pointOfNoReturn: batches.length > 1 ? 2 : null, isOptimal: true },
});

function subject(type: string, id: string, isSelfUpdate: boolean): Subject {
  const component = { type, id, interfaceName: type, interfaceArgs: [] };
  return { component, key: `${type}.${id}`, provides: {}, current: "2", target: "2", isSelfUpdate };
}

/** One of the two components of type b. */
const MEMBERS = [[], [subject("b", "1", true), subject("b", "2", false)], []];

interface Case {
  readonly name: string;
  readonly ordering: Ordering;
  readonly rollback?: "unsupported";
  readonly sequence: UpdateSequence;
  readonly expected: readonly string[];
  readonly pointOfNoReturn: number | null;
}

const CASES: readonly Case[] = [
  {
    name: "in the first batch",
    ordering: "auto",
    sequence: sequenceOf([0], [2]),
    expected: ["a b", "c"],
    pointOfNoReturn: 2,
  },
  {
    name: "alone where nothing else is done",
    ordering: "auto",
    sequence: sequenceOf(),
    expected: ["b"],
    pointOfNoReturn: null,
  },
  {
    name: "in the last batch where there is no way back",
    ...{
      ordering: "auto",
      rollback: "unsupported",
      sequence: sequenceOf([0, 2]),
      expected: ["a b c"],
      pointOfNoReturn: 1,
    },
  },
  {
    name: "at its own order",
    ordering: "verify",
    sequence: sequenceOf([0], [2]),
    expected: ["a", "b", "c"],
    pointOfNoReturn: 3,
  },
  {
    name: "not at all where its group moves",
    ordering: "auto",
    sequence: sequenceOf([1]),
    expected: ["b"],
    pointOfNoReturn: null,
  },
];

describe("a component that is installed again", () => {
  it.each(CASES)("goes $name", ({ ordering, rollback = "supported" as const, sequence, expected, pointOfNoReturn }) => {
    const found = withSelfUpdates(sequence, problemOf(ordering, rollback), MEMBERS);
    expect(found.batches.map(({ moves }) => moves.map(({ type }) => type).join(" "))).toEqual(expected);
    expect(found.pointOfNoReturn).toBe(pointOfNoReturn);
    const isAdded = !sequence.batches.some(({ moves }) => moves.some(({ type }) => type === "b"));
    expect(found.updates).toBe(sequence.updates + (isAdded ? 1 : 0));
  });
});
