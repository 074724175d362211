// The power goes, or the program is killed, at every moment of a deployment whose components have rollback points, also in the
// middle of a capture and of a restore. In the end software and data are all new or all old, and the journal says which; where
// something can not be brought back, it is named.

import { describe, expect, test } from "vitest";
import { deploy } from "./deploy.js";
import { sweep } from "./sweep.js";
import type { Behaviour } from "./world.js";

/** One with a rollback of its own, one without, and one without a rollback point. */
const SOUND: Behaviour = {
  ...{ failing: undefined, rebootNeed: "No", syncLies: false },
  points: { G: "withOwn", R: "alone" },
};

const DEPLOYMENTS: readonly (readonly [string, Behaviour, string])[] = [
  ["a successful install", SOUND, "succeeded"],
  ["a failing ArtifactCommit in the second group", { ...SOUND, failing: "S ArtifactCommit" }, "rolledBack"],
  ["a failing capture in the second group", { ...SOUND, failing: "R capture" }, "rolledBack"],
  ["a way back to an earlier manifest with its data", { ...SOUND, restores: true }, "succeeded"],
  ["a way back that fails", { ...SOUND, restores: true, failing: "S ArtifactInstall" }, "rolledBack"],
];

describe("an outage at every moment, with rollback points", () => {
  test.each(DEPLOYMENTS)("%s", async (_, behaviour, verdict) => {
    expect((await deploy(behaviour, [])).verdict).toBe(verdict);
    const { faults, swept } = await sweep(behaviour, "powerCut");
    expect(faults).toEqual([]);
    expect(swept).toBeGreaterThan(100);
  });

  test("and the program is only killed", async () => {
    const failing = { ...SOUND, failing: "S ArtifactCommit" };
    expect((await sweep(failing, "kill")).faults).toEqual([]);
  });

  test("a restore that always fails leaves somebody named, whatever happens", async () => {
    const behaviour: Behaviour = { ...SOUND, points: { R: "alone" }, failing: "R restore", restores: true };
    expect((await deploy(behaviour, [])).verdict).toBe("inconsistent");
    expect((await sweep(behaviour, "powerCut")).faults).toEqual([]);
  });

  test("a store that does not restore is found out", async () => {
    const behaviour = { ...SOUND, failing: "S ArtifactCommit", restoreLies: true };
    expect((await sweep(behaviour, "powerCut")).faults.length).toBeGreaterThan(0);
  });

  test("a journal that is not on disk before the interface is called is found out", async () => {
    const behaviour = { ...SOUND, failing: "S ArtifactCommit", syncLies: true };
    expect((await sweep(behaviour, "powerCut")).faults.length).toBeGreaterThan(0);
  });
});
