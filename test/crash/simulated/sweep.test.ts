// The power goes at every moment of a deployment: before and after every write to the journal, every fsync and every call.
// The disk loses whatever was not synced. After `resume`, the system is all new or all old, and the journal says which.

import { describe, expect, test } from "vitest";
import { isLongRun } from "../../support/index.js";
import { deploy, type Outage } from "./deploy.js";
import { momentsOf } from "./power.js";
import { faultsOf, sweep } from "./sweep.js";
import type { Behaviour } from "./world.js";

const SOUND: Behaviour = { failing: undefined, rebootNeed: "No", syncLies: false };

const DEPLOYMENTS: Readonly<Record<string, Behaviour>> = {
  "a successful install": SOUND,
  "a failing ArtifactInstall in the second group": { ...SOUND, failing: "R ArtifactInstall" },
  "a failing ArtifactCommit in the second group": { ...SOUND, failing: "S ArtifactCommit" },
  "a successful install with reboots": { ...SOUND, rebootNeed: "Yes" },
  "a failing ArtifactVerifyReboot in the second group": {
    ...SOUND,
    rebootNeed: "Yes",
    failing: "S ArtifactVerifyReboot",
  },
  "a successful install with host reboots": { ...SOUND, rebootNeed: "Automatic" },
};

const FAILING = { ...SOUND, failing: "R ArtifactInstall" };

describe("an outage at every moment, in the simulated world", () => {
  for (const [name, behaviour] of Object.entries(DEPLOYMENTS)) {
    test(name, async () => {
      const { runs } = await deploy(behaviour, []);
      const { faults, swept } = await sweep(behaviour, "powerCut");
      const [writes, syncs, calls] = (["beforeWrite", "beforeSync", "beforeCall"] as const).map((moment) =>
        runs.reduce((sum, counts) => sum + counts[moment], 0),
      ) as [number, number, number];
      console.log(`${name}: ${swept} outages (${writes} writes, ${syncs} syncs, ${calls} calls)`);
      expect(faults).toEqual([]);
      expect(swept, "before and after each write and sync; before, in and after each call").toBe(
        2 * writes + 2 * syncs + 3 * calls,
      );
    });
  }

  test("and the program is only killed, so that the disk loses nothing", async () => {
    expect((await sweep(FAILING, "kill")).faults).toEqual([]);
  });

  test("and another one while it is resumed", { timeout: 1_800_000 }, async () => {
    const moments = momentsOf((await deploy(FAILING, [])).runs[0]);
    const stride = isLongRun ? 1 : 13;
    const faults: string[] = [];
    for (let first = 1; first <= moments; first += stride) {
      for (let second = 1; second <= moments; second += stride) {
        const outages = [first, second].map((at): Outage => ({ at, end: "powerCut" }));
        faults.push(...(await faultsOf(FAILING, outages)));
      }
    }
    expect(faults).toEqual([]);
  });

  test("a disk whose fsync lies is found out", async () => {
    const { faults } = await sweep({ ...SOUND, syncLies: true }, "powerCut");
    expect(faults.length).toBeGreaterThan(0);
  });
});
