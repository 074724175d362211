// `max_parallel`: how many calls of a group run at once, and what becomes of those that wait when the deployment is cancelled,
// fails or dies.

import { describe, expect, test } from "vitest";
import { driveDeployment } from "../../src/engine/index.js";
import { type JournalRecord, type Plan, reportOf } from "../../src/model/index.js";
import { type FakeComponent, type FakeWorld, fakeWorld, type Hooks } from "./fake-world.js";

const named = (...names: readonly string[]): readonly FakeComponent[] => names.map((name) => ({ name }));
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Every component of the fake world is of the type `t`. */
function limited(groups: readonly (readonly FakeComponent[])[], limit: number, hooks: Hooks = {}): FakeWorld {
  const world = fakeWorld(groups, hooks);
  const { plan } = world.deployment;
  const limits: Plan = { ...plan, groups: plan.groups.map((group) => ({ ...group, maxParallel: { t: limit } })) };
  return { ...world, deployment: { ...world.deployment, plan: limits } };
}

const reportFor = ({ deployment }: FakeWorld) => reportOf(deployment.plan, deployment.journal.records);
const callsOf = (world: FakeWorld, state: string) => world.calls.filter((call) => call.endsWith(` ${state}`));

/** The journal of a run that died after the record that the predicate holds for. */
function diedAfter(world: FakeWorld, holds: (record: JournalRecord) => boolean): readonly JournalRecord[] {
  const records = world.deployment.journal.records.map(({ record }) => record);
  return records.slice(0, records.findIndex(holds) + 1);
}

describe("max_parallel", () => {
  test.each([1, 2, 3])("%i of five at once, in every state and query", async (limit) => {
    const running = new Map<string, number>();
    let most = 0;
    const world = limited([[...named("A", "B", "C", "D"), { name: "E", fails: { ArtifactCommit: 1 } }]], limit, {
      onCall: async (call) => {
        const [, what = ""] = call.split(" ");
        running.set(what, (running.get(what) ?? 0) + 1);
        most = Math.max(most, running.get(what) ?? 0);
        await tick();
        running.set(what, (running.get(what) ?? 0) - 1);
      },
    });
    expect(await driveDeployment(world.deployment, world.request(), world.ports)).toMatchObject({
      verdict: "rolledBack",
    });
    expect(most).toBe(limit);
    expect(callsOf(world, "ArtifactRollback")).toHaveLength(5);
  });

  test("limits every type of the group by itself, and journals no turns where nobody waits", async () => {
    const world = limited([named("A", "B")], 2);
    await driveDeployment(world.deployment, world.request(), world.ports);
    expect(world.deployment.journal.records.some(({ record }) => record.type === "callReleased")).toBe(false);
  });

  test("starts nobody who waits once the deployment is cancelled, and rolls back only what was begun", async () => {
    const cancel = new AbortController();
    const world = limited([named("A", "B", "C")], 1, {
      onCall: (call) => void (call === "A ArtifactInstall" && cancel.abort()),
    });
    const request = world.request({ cancelSignal: cancel.signal });
    const end = await driveDeployment(world.deployment, request, world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "rolledBack", cancelled: true });
    expect(callsOf(world, "ArtifactInstall")).toEqual(["A ArtifactInstall"]);
    expect(callsOf(world, "ArtifactRollback")).toEqual(["A ArtifactRollback"]);
    expect(callsOf(world, "Cleanup")).toHaveLength(3);
    const { components, failures, cause } = reportFor(world);
    expect(components.map(({ standing }) => standing)).toEqual(["rolledBack", "untouched", "untouched"]);
    expect(components[1]?.calls.map(({ call }) => call)).toEqual(["Download", "Cleanup"]);
    expect(failures).toEqual([]);
    expect(cause).toEqual({ kind: "cancelled" });
  });

  test("starts nobody who waits once a neighbour's update has failed, and no Cleanup is owed to them", async () => {
    const world = limited([[{ name: "A", fails: { Download: 1 } }, ...named("B", "C")]], 1);
    expect(await driveDeployment(world.deployment, world.request(), world.ports)).toMatchObject({
      verdict: "rolledBack",
    });
    expect(world.calls).toEqual(["A Download", "A Cleanup"]);
  });

  test("calls everybody on the way back, whoever fails", async () => {
    const failing = { name: "A", fails: { ArtifactCommit: 1, ArtifactRollback: 1 } };
    const world = limited([[failing, ...named("B", "C")]], 1);
    expect(await driveDeployment(world.deployment, world.request(), world.ports)).toMatchObject({
      verdict: "inconsistent",
    });
    expect(callsOf(world, "ArtifactCommit")).toEqual(["A ArtifactCommit"]);
    expect(callsOf(world, "ArtifactRollback")).toHaveLength(3);
    expect(callsOf(world, "Cleanup")).toHaveLength(3);
  });

  test("after a death between two turns, only those are called who had not had theirs", async () => {
    const first = limited([named("A", "B", "C")], 1);
    await driveDeployment(first.deployment, first.request(), first.ports);
    const isSecondEnd = (record: JournalRecord) =>
      record.type === "callEnded" && record.component === "B" && record.call === "ArtifactInstall";
    const world = limited([named("A", "B", "C")], 1);
    for (const record of diedAfter(first, isSecondEnd)) world.deployment.journal.append(record);
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ verdict: "succeeded" });
    expect(callsOf(world, "Download")).toEqual([]);
    expect(callsOf(world, "ArtifactInstall")).toEqual(["C ArtifactInstall"]);
  });

  test("after a death in one's turn, that one has failed, and the others have not been installed", async () => {
    const first = limited([named("A", "B", "C")], 1);
    await driveDeployment(first.deployment, first.request(), first.ports);
    const isSecondStart = (record: JournalRecord) =>
      record.type === "callReleased" && record.component === "B" && record.call === "ArtifactInstall";
    const world = limited([named("A", "B", "C")], 1);
    for (const record of diedAfter(first, isSecondStart)) world.deployment.journal.append(record);
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ verdict: "rolledBack" });
    expect(callsOf(world, "ArtifactInstall")).toEqual([]);
    expect(callsOf(world, "ArtifactRollback")).toEqual(["A ArtifactRollback", "B ArtifactRollback"]);
    expect(reportFor(world).components.map(({ standing }) => standing)).toEqual([
      "rolledBack",
      "rolledBack",
      "untouched",
    ]);
  });

  test("an interrupted reboot is decided by its verify; the others are still rebooted", async () => {
    const rebooting = (...names: readonly string[]) => names.map((name): FakeComponent => ({ name, reboot: "Yes" }));
    const first = limited([rebooting("A", "B", "C")], 1);
    await driveDeployment(first.deployment, first.request(), first.ports);
    const isFirstStart = (record: JournalRecord) => record.type === "callReleased" && record.call === "ArtifactReboot";
    const world = limited([rebooting("A", "B", "C")], 1);
    for (const record of diedAfter(first, isFirstStart)) world.deployment.journal.append(record);
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ verdict: "succeeded" });
    expect(callsOf(world, "ArtifactReboot")).toEqual(["B ArtifactReboot", "C ArtifactReboot"]);
    expect(callsOf(world, "ArtifactVerifyReboot")).toHaveLength(3);
  });

  test("starts nothing of which it cannot be written that it starts", async () => {
    const world = limited([named("A", "B")], 1);
    const { journal } = world.deployment;
    const append: typeof journal.append = (record) => {
      if (record.type === "callReleased" && record.component === "B") throw new Error("the disk is gone");
      return journal.append(record);
    };
    const deployment = { ...world.deployment, journal: { ...journal, append } };
    await expect(driveDeployment(deployment, world.request(), world.ports)).rejects.toThrow("the disk is gone");
    expect(world.calls).toEqual(["A Download"]);
  });
});
