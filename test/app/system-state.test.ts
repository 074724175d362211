// What a system runs, as a fold of its deployments: the active manifest, the other one before it, and how the last ended.

import { describe, expect, it } from "vitest";
import { readSystemState } from "../../src/app/system-state.js";
import { OrchestratorError } from "../../src/base/index.js";
import type { DeploymentHistory, Deployments } from "../../src/datastore/index.js";
import type { Verdict } from "../../src/model/index.js";
import { journal, PLAN } from "../model/journal-builder.js";

const nothing = () => undefined;
const LOG = { trace: nothing, debug: nothing, info: nothing, warning: nothing, error: nothing };

type Ended = readonly [manifestDigest: string, verdict: Verdict | undefined];

/** Deployments 1, 2, …, oldest first. */
function deploymentsOf(all: readonly Ended[]): Deployments {
  const histories = all.map(([digest, verdict], i) => historyOf(String(i + 1), digest, verdict));
  const find = (id: string) => histories.find((history) => history.id === id) ?? notThere(id);
  const refused = () => notThere("any");
  const ids = () => histories.map(({ id }) => id).reverse();
  return {
    ...{ ids, read: find, create: refused, open: refused, finish: refused, prune: refused },
    ...{ keep: refused, readDocument: refused, keptFolder: refused, release: refused },
  };
}

function notThere(id: string): never {
  throw new Error(`${id} is not to be touched`);
}

function historyOf(id: string, manifestDigest: string, verdict: Verdict | undefined): DeploymentHistory {
  const records = verdict === undefined ? journal().records : journal().end(verdict).records;
  const withDigest = records.map((stamped) =>
    stamped.record.type === "deploymentStarted"
      ? { ...stamped, record: { ...stamped.record, manifestDigest } }
      : stamped,
  );
  return { id, plan: PLAN, records: withDigest };
}

interface Case {
  readonly name: string;
  readonly all: readonly Ended[];
  /** Ids of the active, the previous, the last and the one in progress. */
  readonly expected: readonly (string | undefined)[];
}

const CASES: readonly Case[] = [
  { name: "none", all: [], expected: [undefined, undefined, undefined, undefined] },
  {
    name: "two manifests, one after the other",
    all: [
      ["a", "succeeded"],
      ["b", "succeeded"],
    ],
    expected: ["2", "1", "2", undefined],
  },
  {
    name: "the active one installed again, and again",
    all: [
      ["a", "succeeded"],
      ["b", "succeeded"],
      ["b", "succeeded"],
      ["b", "succeeded"],
    ],
    expected: ["4", "1", "4", undefined],
  },
  {
    name: "the same manifest only",
    all: [
      ["a", "succeeded"],
      ["a", "succeeded"],
    ],
    expected: ["2", undefined, "2", undefined],
  },
  {
    name: "the last one inconsistent",
    all: [
      ["a", "succeeded"],
      ["b", "inconsistent"],
    ],
    expected: ["1", undefined, "2", undefined],
  },
  {
    name: "an inconsistent one, and one after it that was only rolled back",
    all: [
      ["a", "succeeded"],
      ["b", "inconsistent"],
      ["b", "rolledBack"],
    ],
    expected: ["1", undefined, "2", undefined],
  },
  {
    name: "an inconsistent one, and one after it that succeeded",
    all: [
      ["a", "succeeded"],
      ["b", "inconsistent"],
      ["a", "succeeded"],
      ["c", "rolledBack"],
    ],
    expected: ["3", undefined, "4", undefined],
  },
  {
    name: "one in progress after one that was rolled back",
    all: [
      ["a", "succeeded"],
      ["b", "succeeded"],
      ["c", "rolledBack"],
      ["c", undefined],
    ],
    expected: ["2", "1", "3", "4"],
  },
];

describe("readSystemState", () => {
  it.each(CASES)("$name", ({ all, expected }) => {
    const { active, previous, last, inProgress } = readSystemState(deploymentsOf(all), LOG);
    expect([active, previous, last, inProgress].map((history) => history?.id)).toEqual(expected);
  });

  it("a damaged newest one: says how to go on", () => {
    const damaged = new OrchestratorError({
      code: "JOURNAL_DAMAGED",
      message: "record 2 is damaged",
      location: { file: "/store/000002/journal" },
    });
    const deployments = {
      ...deploymentsOf([["a", "succeeded"]]),
      ids: () => ["2", "1"],
      read: () => {
        throw damaged;
      },
    };
    expect(() => readSystemState(deployments, LOG)).toThrow(
      expect.objectContaining({
        ...{ code: "JOURNAL_DAMAGED", message: "record 2 is damaged", location: damaged.location },
        hint: expect.stringContaining("Keep a copy of /store/000002 and check the disk; then move it out"),
      }),
    );
  });
});
