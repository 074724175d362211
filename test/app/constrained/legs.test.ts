// Plans in which a component moves twice: a chain of deployments, forward, and back after a failure.

import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Live, RunResult } from "../../../src/app/index.js";
import type { Stage } from "./stage.js";
import { BETWEEN, createTwoLegs, newManifest, START, TARGET, unsafe, type Variant } from "./two-legs.js";

const FIRST_LEG = "2";
const SECOND_LEG = "3";

/** Runs something when the deployment of that number begins. */
function when(id: string, work: () => void): Partial<Live> {
  return { started: (begun) => (begun === id ? work() : undefined) };
}

async function install(stage: Stage, live: Partial<Live> = {}, variant: Variant = {}): Promise<RunResult> {
  return await stage.install(stage.manifest("new", newManifest(variant)), {}, live);
}

function kept(stage: Stage): readonly string[] {
  const folder = join(stage.system.folder, "store", "systems", "default", "deployments", "000002", "kept");
  return existsSync(folder) ? readdirSync(folder) : [];
}

const goneFromItsPlace = (stage: Stage): void => {
  rmSync(join(stage.system.folder, "manifests", "gateway-1.0.0.mender"));
};

/** Neither where it was nor kept. */
const lossOfWay = (stage: Stage): void => {
  goneFromItsPlace(stage);
  rmSync(join(stage.system.folder, "store", "systems", "default", "artifacts"), { recursive: true });
};

describe("a chain of two legs", () => {
  it("leads to the target, keeps the way back until then, and is active only at its end", async () => {
    const stage = await createTwoLegs();
    const { answer, legs } = await stage.plan(stage.manifest("new", newManifest()));
    expect(answer.warnings).toEqual([]);
    expect(legs.map(({ groups, chain }) => [chain?.leg, chain?.legs, groups.map(({ order }) => order)])).toEqual([
      [1, 2, [1, 2]],
      [2, 2, [3]],
    ]);
    const activeBetween: unknown[] = [];
    const result = await install(
      stage,
      when(SECOND_LEG, () => activeBetween.push(kept(stage).length, stage.versions())),
    );
    expect(result).toMatchObject({
      exitCode: 0,
      outcome: "done",
      deploymentId: SECOND_LEG,
      chainEnd: { kind: "target" },
    });
    expect(result.legs?.map(({ deploymentId }) => deploymentId)).toEqual([FIRST_LEG, SECOND_LEG]);
    expect(activeBetween).toEqual([2, BETWEEN]);
    expect([stage.versions(), unsafe(stage.seen), kept(stage)]).toEqual([TARGET, [], []]);
    expect(await stage.status()).toMatchObject({
      active: { deploymentId: SECOND_LEG, manifestName: "system-2" },
      systemVersion: { kind: "named", name: "second" },
    });
    expect(await install(stage)).toMatchObject({ outcome: "unchanged" });
  });

  it.each(["Download", "ArtifactInstall", "ArtifactCommit"])(
    "comes back to its start when %s of leg 2 fails",
    async (state) => {
      const stage = await createTwoLegs();
      const result = await install(stage, {
        started: (id) => {
          if (id === SECOND_LEG) stage.fail("R456", state);
          if (id === "4") stage.fail("R456", state, false);
        },
      });
      expect(result).toMatchObject({ exitCode: 1, outcome: "rolledBack", chainEnd: { kind: "start" } });
      expect(result.legs?.map(({ plan: { chain } }) => [chain?.purpose, chain?.leg])).toEqual(
        [
          ["forward", 1],
          ["forward", 2],
          ["back", 1],
          ["back", 2],
        ].slice(0, result.legs?.length),
      );
      expect([stage.versions(), unsafe(stage.seen), kept(stage)]).toEqual([START, [], []]);
      expect((await stage.status()).active).toMatchObject({ manifestName: "system-1" });
      await expect(stage.resume()).rejects.toMatchObject({ code: "NOTHING_IN_PROGRESS" });
    },
  );

  it("ends where leg 1 began when leg 1 fails", async () => {
    const stage = await createTwoLegs();
    stage.fail("G13", "ArtifactInstall");
    const result = await install(stage);
    expect(result).toMatchObject({ exitCode: 1, outcome: "rolledBack", deploymentId: FIRST_LEG });
    expect([stage.versions(), unsafe(stage.seen), kept(stage)]).toEqual([START, [], []]);
  });

  it("rests between versions, and says so, when leg 2 fails and an artifact to go back with is gone", async () => {
    const stage = await createTwoLegs();
    lossOfWay(stage);
    const { answer } = await stage.plan(stage.manifest("new", newManifest()));
    expect(answer).toMatchObject({
      sequence: { pointOfNoReturn: 3 },
      warnings: [{ code: "PLAN_NO_WAY_BACK", lines: [expect.stringMatching(/gateway-1.0.0.mender is missing$/)] }],
    });
    const result = await install(
      stage,
      when(SECOND_LEG, () => stage.fail("R456", "ArtifactInstall")),
    );
    expect(stage.warnings.join("\n")).toMatch(/there is no way back.*gateway-1.0.0.mender is missing/);
    expect(result).toMatchObject({
      ...{ exitCode: 3, outcome: "resting" },
      chainEnd: {
        kind: "resting",
        rest: {
          isEndState: false,
          versions: [
            { type: "gateway", versions: ["2.0.0"] },
            { type: "rtos", versions: ["1.5.0"] },
          ],
        },
      },
    });
    expect([stage.versions(), unsafe(stage.seen), kept(stage)]).toEqual([BETWEEN, [], []]);
    expect(await stage.status()).toMatchObject({
      resting: { deploymentId: SECOND_LEG, isEndState: false },
      systemVersion: { kind: "between", from: "first", to: "second" },
    });
    stage.fail("R456", "ArtifactInstall", false);
    expect(await install(stage)).toMatchObject({ exitCode: 0 });
    expect((await stage.status()).resting).toBeUndefined();
    expect(stage.versions()).toEqual(TARGET);
  });

  it("goes back with an artifact that is kept, where the one that was installed is gone, and says so before", async () => {
    const stage = await createTwoLegs();
    goneFromItsPlace(stage);
    const { answer } = await stage.plan(stage.manifest("new", newManifest()));
    expect(answer.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^the way back uses the artifact gateway-1\.0\.0 that the data store has kept: .* is missing$/,
      ),
    ]);
    const result = await install(stage, {
      started: (id) => {
        if (id === SECOND_LEG) stage.fail("R456", "ArtifactInstall");
        if (id === "4") stage.fail("R456", "ArtifactInstall", false);
      },
    });
    expect(result).toMatchObject({ outcome: "rolledBack", chainEnd: { kind: "start" } });
    expect([stage.versions(), unsafe(stage.seen)]).toEqual([START, []]);
  });

  it("names an artifact that was changed since it was installed", async () => {
    const stage = await createTwoLegs();
    writeFileSync(join(stage.system.folder, "manifests", "gateway-1.0.0.mender"), "nothing");
    const { answer } = await stage.plan(stage.manifest("new", newManifest()));
    expect(answer.warnings).toMatchObject([
      { code: "PLAN_NO_WAY_BACK", lines: [expect.stringContaining("cannot be used")] },
    ]);
  });

  it("cannot be had where nothing may be committed", async () => {
    const stage = await createTwoLegs();
    const path = stage.manifest("new", newManifest());
    const refused = stage.install(path, { stopBefore: ["ArtifactCommit"] });
    await expect(refused).rejects.toMatchObject({ code: "PLAN_LEGS_STOP", exitCode: 6 });
    expect([stage.versions(), stage.seen]).toEqual([START, []]);
  });

  it("goes back when it is cancelled in leg 2, with exit code 130", async () => {
    const stage = await createTwoLegs();
    const cancel = new AbortController();
    const result = await install(stage, { ...when(SECOND_LEG, () => cancel.abort()), cancelSignal: cancel.signal });
    expect(result).toMatchObject({ exitCode: 130, outcome: "rolledBack", chainEnd: { kind: "start" } });
    expect([stage.versions(), unsafe(stage.seen)]).toEqual([START, []]);
  });

  it("waits between two legs when it is left there: nothing else is installed, resume and rollback go on", async () => {
    for (const [verb, versions] of [
      ["resume", TARGET],
      ["rollback", START],
    ] as const) {
      const stage = await createTwoLegs();
      const leave = new AbortController();
      const observer = {
        progressed: () => undefined,
        recorded: ({ record }: { record: { type: string } }) => {
          if (record.type === "deploymentEnded") leave.abort();
        },
      };
      expect(await install(stage, { observer, leaveSignal: leave.signal })).toMatchObject({ outcome: "left" });
      expect(stage.versions()).toEqual(BETWEEN);
      expect(await stage.status()).toMatchObject({
        active: { manifestName: "system-1" },
        systemVersion: { kind: "between", from: "first", to: "second" },
        chain: { deploymentId: FIRST_LEG, isBetweenLegs: true, next: { purpose: "forward", leg: 2, legs: 2 } },
      });
      await expect(install(stage)).rejects.toMatchObject({ code: "DEPLOYMENT_IN_PROGRESS" });
      expect(await stage[verb]()).toMatchObject({ exitCode: 0, outcome: verb === "resume" ? "done" : "rolledBack" });
      expect([stage.versions(), unsafe(stage.seen), kept(stage)]).toEqual([versions, [], []]);
    }
  });
});

describe("points of no return", () => {
  it("refuses a chain whose way back is lost where the manifest wants none, unless that is accepted", async () => {
    const stage = await createTwoLegs();
    lossOfWay(stage);
    const path = stage.manifest("new", newManifest({ more: "planning: { point_of_no_return: refuse }\n" }));
    await expect(stage.install(path)).rejects.toMatchObject({
      ...{ code: "PLAN_NO_RETURN_REFUSED", exitCode: 6 },
      lines: [expect.stringContaining("no way back"), expect.stringContaining("gateway-1.0.0.mender is missing")],
    });
    expect(await stage.install(path, { isNoReturnAccepted: true })).toMatchObject({ exitCode: 0 });
  });

  it("are announced for components that cannot be rolled back", async () => {
    const stage = await createTwoLegs();
    const path = stage.manifest("new", newManifest({ rollback: "unsupported" }));
    const { answer } = await stage.plan(path);
    expect(answer).toMatchObject({ sequence: { pointOfNoReturn: 1 }, warnings: [{ code: "PLAN_NO_RETURN" }] });
    await stage.install(path);
    expect(stage.warnings.join("\n")).toContain("rolled back");
  });

  it("speaks of no version of the system where no end state has a name", async () => {
    const stage = await createTwoLegs();
    const leave = new AbortController();
    const nameless = stage.manifest("new", newManifest().replaceAll(/, system_version: \w+/g, ""));
    const live = { started: () => leave.abort(), leaveSignal: leave.signal };
    expect(await stage.install(nameless, {}, live)).toMatchObject({ outcome: "left" });
    const status = await stage.status();
    expect(status).toMatchObject({ chain: { leg: { leg: 1, legs: 2 } } });
    expect(status.systemVersion).toBeUndefined();
  });
});
