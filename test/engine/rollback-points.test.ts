// Components with a rollback point, with faked ports: when their data is captured and restored, and what a failure of either
// makes of the deployment.

import { describe, expect, it } from "vitest";
import { driveDeployment } from "../../src/engine/index.js";
import type { JournalRecord } from "../../src/model/index.js";
import { reportOf } from "../../src/model/index.js";
import { type FakeComponent, fakeWorld } from "./fake-world.js";

interface Case {
  readonly name: string;
  readonly component: FakeComponent;
  readonly calls: readonly string[];
  readonly verdict: "succeeded" | "rolledBack" | "inconsistent";
}

const BEFORE = ["Download", "capture", "ArtifactInstall"];
const FAILED_COMMIT = [...BEFORE, "NeedsArtifactReboot", "ArtifactCommit"];
const END = ["ArtifactFailure", "Cleanup"];
const A: FakeComponent = { name: "A", point: true };

const CASES: readonly Case[] = [
  {
    name: "captured before ArtifactInstall, and never restored in an update that succeeds",
    component: A,
    calls: [...FAILED_COMMIT, "Cleanup"],
    verdict: "succeeded",
  },
  {
    name: "the interface's own rollback comes first, then the data",
    component: { ...A, fails: { ArtifactCommit: 1 } },
    calls: [...FAILED_COMMIT, "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "rolledBack",
  },
  {
    name: "an interface without a rollback needs none",
    component: { ...A, supportsRollback: false, fails: { ArtifactCommit: 1 } },
    calls: [...FAILED_COMMIT, "SupportsRollback", "restore", ...END],
    verdict: "rolledBack",
  },
  {
    name: "an ArtifactInstall that fails has been started",
    component: { ...A, fails: { ArtifactInstall: 1 } },
    calls: [...BEFORE, "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "rolledBack",
  },
  {
    name: "a capture that fails: nothing was touched, so the interface hears of nothing but Cleanup",
    component: { ...A, fails: { capture: 1 } },
    calls: ["Download", "capture", "Cleanup"],
    verdict: "rolledBack",
  },
  {
    name: "where the interface's rollback fails the data is restored all the same",
    component: { ...A, fails: { ArtifactCommit: 1, ArtifactRollback: 1 } },
    calls: [...FAILED_COMMIT, "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "inconsistent",
  },
  {
    name: "an interface that cannot tell whether it has a rollback may have one that was due",
    component: { ...A, fails: { ArtifactCommit: 1, SupportsRollback: 1 } },
    calls: [...FAILED_COMMIT, "SupportsRollback", "restore", ...END],
    verdict: "inconsistent",
  },
  {
    name: "a restore that fails",
    component: { ...A, fails: { ArtifactCommit: 1, restore: 1 } },
    calls: [...FAILED_COMMIT, "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "inconsistent",
  },
  {
    name: "a reboot after the rollback, also of an interface without one",
    component: { ...A, reboot: "Yes", supportsRollback: false, fails: { ArtifactVerifyReboot: 1 } },
    calls: [
      ...[...BEFORE, "NeedsArtifactReboot", "ArtifactReboot", "ArtifactVerifyReboot"],
      ...["SupportsRollback", "restore", "ArtifactRollbackReboot", "ArtifactVerifyRollbackReboot", ...END],
    ],
    verdict: "rolledBack",
  },
  {
    name: "on a way back, what an earlier deployment captured is brought back after ArtifactInstall",
    component: { ...A, restores: "7" },
    calls: [...BEFORE, "restore", "NeedsArtifactReboot", "ArtifactCommit", "Cleanup"],
    verdict: "succeeded",
  },
  {
    name: "where that fails, its own capture is restored",
    component: { ...A, restores: "7", fails: { restore: 1 } },
    calls: [...BEFORE, "restore", "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "rolledBack",
  },
  {
    name: "where it is gone, likewise",
    component: { ...A, restores: "0" },
    calls: [...BEFORE, "SupportsRollback", "ArtifactRollback", "restore", ...END],
    verdict: "rolledBack",
  },
];

describe("a component with a rollback point", () => {
  it.each(CASES)("$name", async ({ component, calls, verdict }) => {
    const world = fakeWorld([[component]]);
    expect(await driveDeployment(world.deployment, world.request(), world.ports)).toMatchObject({ verdict });
    expect(world.calls.map((call) => call.slice("A ".length))).toEqual(calls);
  });

  it("that its capture is complete is on disk before its interface is called", async () => {
    const seen: string[] = [];
    const world = fakeWorld([[A]], {
      onCall: (call) => {
        if (call === "A ArtifactInstall") seen.push("installing");
      },
    });
    const { journal } = world.deployment;
    const sync = async () => {
      const last = journal.records.at(-1)?.record.type;
      if (last === "captureEnded") seen.push("on disk");
    };
    const deployment = { ...world.deployment, journal: { ...journal, sync } };
    await driveDeployment(deployment, world.request(), world.ports);
    expect(seen).toEqual(["on disk", "installing"]);
  });

  it("a journal that cannot be written stops it before the interface is called", async () => {
    const world = fakeWorld([[A]]);
    const { journal } = world.deployment;
    const sync = async () => {
      if (journal.records.at(-1)?.record.type === "captureEnded") throw new Error("no room");
    };
    const deployment = { ...world.deployment, journal: { ...journal, sync } };
    await expect(driveDeployment(deployment, world.request(), world.ports)).rejects.toThrow("no room");
    expect(world.calls).not.toContain("A ArtifactInstall");
  });

  it("Ctrl-C during a capture ends it and rolls back; nothing was touched", async () => {
    const cancel = new AbortController();
    const world = fakeWorld([[A]], {
      onCall: (call) => {
        if (call === "A capture") cancel.abort();
      },
    });
    const end = await driveDeployment(world.deployment, world.request({ cancelSignal: cancel.signal }), world.ports);
    expect(end).toMatchObject({ verdict: "rolledBack", cancelled: true });
    expect(world.calls).toEqual(["A Download", "A capture", "A Cleanup"]);
  });

  it("Ctrl-C during a restore does not interrupt it, not even where an earlier capture is brought back", async () => {
    const cancel = new AbortController();
    const aborted: boolean[] = [];
    const world = fakeWorld([[{ ...A, restores: "7" }]], {
      onCall: (call) => {
        if (call === "A restore") cancel.abort();
      },
    });
    const { rollback } = world.ports;
    if (rollback === undefined) throw new Error("the fake world has points");
    const restore: typeof rollback.points.restore = async (pointId, signal) => {
      const restored = await rollback.points.restore(pointId, signal);
      aborted.push(signal.aborted);
      return restored;
    };
    const ports = { ...world.ports, rollback: { ...rollback, points: { ...rollback.points, restore } } };
    const end = await driveDeployment(world.deployment, world.request({ cancelSignal: cancel.signal }), ports);
    expect(end).toMatchObject({ verdict: "rolledBack", cancelled: true });
    expect(aborted).toEqual([false, false]);
  });
});

describe("after an interruption", () => {
  it.each([
    { name: "in the capture", stopIn: "A capture", after: ["A Cleanup"] },
    {
      name: "in ArtifactInstall",
      stopIn: "A ArtifactInstall",
      after: ["A SupportsRollback", "A ArtifactRollback", "A restore", "A ArtifactFailure", "A Cleanup"],
    },
    {
      name: "in the restore: it is done again, after the interface was asked again",
      fails: { ArtifactInstall: 1 },
      stopIn: "A restore",
      after: ["A SupportsRollback", "A ArtifactRollback", "A restore", "A ArtifactFailure", "A Cleanup"],
    },
  ])("$name", async ({ stopIn, fails, after }) => {
    const leave = new AbortController();
    let isStopped = false;
    const world = fakeWorld([[{ ...A, ...(fails && { fails }) }]], {
      onCall: (call) => {
        if (call !== stopIn || isStopped) return undefined;
        isStopped = true;
        leave.abort();
        return new Promise(() => {});
      },
    });
    const first = await driveDeployment(world.deployment, world.request({ leaveSignal: leave.signal }), world.ports);
    expect(first).toEqual({ kind: "left" });
    world.calls.splice(0);
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ verdict: "rolledBack" });
    expect(world.calls).toEqual(after);
  });
});

describe("what is known of it afterwards", () => {
  it("a restore that failed says what is in which state, and what a person can do", async () => {
    const world = fakeWorld([[{ ...A, fails: { ArtifactCommit: 1, ArtifactRollback: 1, restore: 1 } }]]);
    await driveDeployment(world.deployment, world.request(), world.ports);
    const { components, failures } = reportOf(world.deployment.plan, world.deployment.journal.records);
    const message =
      "its rollback point could not be restored: A is half done; its own rollback failed, too: exited with 1";
    const hint =
      "Mend it. To restore it again: `orchestrator backup restore 1-A`. To restore a part of it by itself, its id is in `orchestrator backup show 1-A`.";
    expect(components[0]).toMatchObject({
      standing: "inconsistent",
      reason: `ArtifactRollback failed: ${message}`,
      hint,
    });
    expect(failures).toContainEqual(
      expect.objectContaining({ call: "ArtifactRollback", code: "BACKUP_RESTORE_FAILED", message, hint }),
    );
  });

  it("captures and restores are journaled with point and size", async () => {
    const world = fakeWorld([[{ ...A, fails: { ArtifactCommit: 1 } }]]);
    await driveDeployment(world.deployment, world.request(), world.ports);
    const isOfPoints = ({ type }: JournalRecord) => type.startsWith("capture") || type.startsWith("restore");
    const point = { pointId: "1-A", sizeBytes: 10, warnings: [] };
    const outcome = { ok: true, durationMilliseconds: 0 };
    expect(world.deployment.journal.records.map(({ record }) => record).filter(isOfPoints)).toEqual([
      { type: "captureStarted", component: "A" },
      { type: "captureEnded", component: "A", outcome, point },
      { type: "restoreStarted", component: "A", pointId: "1-A" },
      { type: "restoreEnded", component: "A", pointId: "1-A", outcome },
    ]);
    const { components } = reportOf(world.deployment.plan, world.deployment.journal.records);
    expect(components[0]?.pointCalls).toMatchObject([
      { call: "capture", status: "succeeded", pointId: "1-A", sizeBytes: 10 },
      { call: "restore", status: "succeeded", pointId: "1-A" },
    ]);
  });

  it("a plan with points needs a place for them", async () => {
    const world = fakeWorld([[A]]);
    const { rollback: _, ...ports } = world.ports;
    await expect(driveDeployment(world.deployment, world.request(), ports)).rejects.toThrow("a place where they are");
    expect(world.calls).toEqual([]);
  });
});
