// The driver over the machine, with faked ports: who is called when, and how the run ends. The full table of the protocol's
// cases runs against real executables in test/chains.

import { describe, expect, it } from "vitest";
import { driveDeployment } from "../../src/engine/index.js";
import { INTERRUPTED } from "../../src/engine/interruption.js";
import type { JournalRecord } from "../../src/model/index.js";
import { type FakeComponent, fakeWorld } from "./fake-world.js";

interface Case {
  readonly name: string;
  readonly groups: readonly (readonly FakeComponent[])[];
  readonly calls: readonly string[];
  readonly verdict: "succeeded" | "rolledBack" | "inconsistent";
}

const FORWARD = ["A Download", "A ArtifactInstall", "A NeedsArtifactReboot"];

const CASES: readonly Case[] = [
  {
    name: "one component without a reboot",
    groups: [[{ name: "A" }]],
    calls: [...FORWARD, "A ArtifactCommit", "A Cleanup"],
    verdict: "succeeded",
  },
  {
    name: "a component that reboots itself is verified",
    groups: [[{ name: "A", reboot: "Yes" }]],
    calls: [...FORWARD, "A ArtifactReboot", "A ArtifactVerifyReboot", "A ArtifactCommit", "A Cleanup"],
    verdict: "succeeded",
  },
  {
    name: "two groups: installs first, then commits, then cleanups",
    groups: [[{ name: "A" }], [{ name: "B" }]],
    calls: [
      ...FORWARD,
      "B Download",
      "B ArtifactInstall",
      "B NeedsArtifactReboot",
      "A ArtifactCommit",
      "B ArtifactCommit",
      "A Cleanup",
      "B Cleanup",
    ],
    verdict: "succeeded",
  },
  {
    name: "a download that fails in the second group rolls the first one back",
    groups: [[{ name: "A" }], [{ name: "B", fails: { Download: 1 } }]],
    calls: [
      ...FORWARD,
      "B Download",
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactFailure",
      "A Cleanup",
      "B Cleanup",
    ],
    verdict: "rolledBack",
  },
  {
    name: "no support for rollback after the install has started is inconsistent",
    groups: [[{ name: "A", supportsRollback: false, fails: { ArtifactInstall: 1 } }]],
    calls: ["A Download", "A ArtifactInstall", "A SupportsRollback", "A ArtifactFailure", "A Cleanup"],
    verdict: "inconsistent",
  },
  {
    name: "the verify after a rollback reboot is tried three times",
    groups: [[{ name: "A", reboot: "Yes", fails: { ArtifactCommit: 1, ArtifactVerifyRollbackReboot: 3 } }]],
    calls: [
      ...FORWARD,
      "A ArtifactReboot",
      "A ArtifactVerifyReboot",
      "A ArtifactCommit",
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactRollbackReboot",
      "A ArtifactVerifyRollbackReboot",
      "A ArtifactRollbackReboot",
      "A ArtifactVerifyRollbackReboot",
      "A ArtifactRollbackReboot",
      "A ArtifactVerifyRollbackReboot",
      "A ArtifactFailure",
      "A Cleanup",
    ],
    verdict: "inconsistent",
  },
  {
    name: "a neighbour that fails does not stop the running call of the other",
    groups: [[{ name: "A", fails: { ArtifactInstall: 1 } }, { name: "B" }]],
    calls: [
      "A Download",
      "B Download",
      "A ArtifactInstall",
      "B ArtifactInstall",
      "A SupportsRollback",
      "B SupportsRollback",
      "A ArtifactRollback",
      "B ArtifactRollback",
      "A ArtifactFailure",
      "B ArtifactFailure",
      "A Cleanup",
      "B Cleanup",
    ],
    verdict: "rolledBack",
  },
];

describe("driveDeployment", () => {
  it.each(CASES)("$name", async ({ groups, calls, verdict }) => {
    const world = fakeWorld(groups);
    const end = await driveDeployment(world.deployment, world.request(), world.ports);
    expect(world.calls).toEqual(calls);
    expect(end).toMatchObject({ kind: "ended", verdict });
  });

  it("stops for the host reboot, goes on with the verify, and reboots again on the way back", async () => {
    const world = fakeWorld([[{ name: "A", reboot: "Automatic", fails: { ArtifactVerifyReboot: 1 } }]]);
    const drive = (verb: "install" | "resume") =>
      driveDeployment(world.deployment, world.request({ verb }), world.ports);
    expect(await drive("install")).toEqual({ kind: "hostReboot" });
    expect(world.calls).toEqual([...FORWARD, "host reboot"]);
    expect(await drive("resume")).toEqual({ kind: "hostReboot" });
    expect(world.calls.slice(4)).toEqual([
      "A ArtifactVerifyReboot",
      "A SupportsRollback",
      "A ArtifactRollback",
      "host reboot",
    ]);
    expect(await drive("resume")).toMatchObject({ kind: "ended", verdict: "rolledBack", failureKnown: true });
    expect(world.calls.slice(8)).toEqual(["A ArtifactVerifyRollbackReboot", "A ArtifactFailure", "A Cleanup"]);
  });

  it("calls nothing with --exit-on-reboot, not even reboot", async () => {
    const world = fakeWorld([[{ name: "A", reboot: "Automatic" }]]);
    const end = await driveDeployment(world.deployment, world.request({ exitOnReboot: true }), world.ports);
    expect(end).toEqual({ kind: "hostReboot" });
    expect(world.calls).toEqual(FORWARD);
  });

  it("takes a reboot command that fails for a failed reboot", async () => {
    const world = fakeWorld([[{ name: "A", reboot: "Automatic" }]], { rebootFails: true });
    const end = await driveDeployment(world.deployment, world.request(), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "rolledBack" });
    expect(world.calls).toEqual([
      ...FORWARD,
      "host reboot",
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactFailure",
      "A Cleanup",
    ]);
  });

  it("stops before the commit, then rolls back on request, then only cleans up", async () => {
    const world = fakeWorld([[{ name: "A" }]]);
    const drive = (options: Parameters<typeof world.request>[0]) =>
      driveDeployment(world.deployment, world.request(options), world.ports);
    expect(await drive({ stopBefore: ["ArtifactCommit"] })).toMatchObject({ kind: "stopped", failed: false });
    expect(await drive({ verb: "rollback", stopBefore: ["Cleanup"] })).toMatchObject({
      kind: "stopped",
      before: "Cleanup",
      failed: true,
    });
    expect(await drive({ verb: "rollback", stopBefore: ["Cleanup"] })).toMatchObject({ kind: "stopped" });
    expect(await drive({ verb: "resume" })).toMatchObject({ kind: "ended", verdict: "rolledBack" });
    expect(world.calls).toEqual([
      ...FORWARD,
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactFailure",
      "A Cleanup",
    ]);
  });

  it("carries an empty plan through every gate", async () => {
    const world = fakeWorld([]);
    const stopped = await driveDeployment(
      world.deployment,
      world.request({ stopBefore: ["ArtifactCommit"] }),
      world.ports,
    );
    expect(stopped).toMatchObject({ kind: "stopped", before: "ArtifactCommit" });
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "succeeded" });
    expect(world.calls).toEqual([]);
  });

  it("goes back while there is room to say so, when the journal lives on its reserve", async () => {
    const world = fakeWorld([[{ name: "A" }], [{ name: "B" }]]);
    const { deployment } = world;
    const journal = {
      ...deployment.journal,
      get isOnReserve() {
        return world.calls.includes("A ArtifactInstall");
      },
    };
    const end = await driveDeployment({ ...deployment, journal }, world.request(), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "rolledBack", cancelled: false });
    expect(world.calls).toEqual([
      ...FORWARD.slice(0, 2),
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactFailure",
      "A Cleanup",
    ]);
  });

  it("finishes what is being committed, when the disk becomes full only then", async () => {
    const world = fakeWorld([[{ name: "A", supportsRollback: false }], [{ name: "B" }]]);
    const { deployment } = world;
    const journal = {
      ...deployment.journal,
      get isOnReserve() {
        return world.calls.includes("A ArtifactCommit");
      },
    };
    const end = await driveDeployment({ ...deployment, journal }, world.request(), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "succeeded" });
    expect(world.calls.slice(-4)).toEqual(["A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup"]);
  });

  it("lets the verify decide on an interrupted reboot, also when a resume died after it had noted the interruption", async () => {
    const world = fakeWorld([[{ name: "A", reboot: "Yes" }]]);
    const { journal } = world.deployment;
    const whole = fakeWorld([[{ name: "A", reboot: "Yes" }]]);
    await driveDeployment(whole.deployment, whole.request(), whole.ports);
    for (const { record } of whole.deployment.journal.records) {
      if (record.type === "callEnded" && record.call === "ArtifactReboot") break;
      journal.append(record);
    }
    journal.append({ type: "callEnded", component: "A", call: "ArtifactReboot", outcome: INTERRUPTED });
    const end = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "succeeded" });
    expect(world.calls).toEqual(["A ArtifactVerifyReboot", "A ArtifactCommit", "A Cleanup"]);
  });

  it("looks for no survivors of an earlier boot, also when a run of this boot died before it called anybody", async () => {
    const world = fakeWorld([[{ name: "A" }]]);
    const { journal } = world.deployment;
    const runOf = (bootId: string): JournalRecord => ({
      ...{
        type: "runStarted",
        verb: "resume",
        stopBefore: [],
        exitOnReboot: false,
        programVersion: "0",
        bootId,
        pid: 1,
      },
    });
    journal.append(runOf("an earlier boot"));
    journal.append({ type: "commandGiven", command: { kind: "call", state: "Download", components: ["A"] } });
    journal.append({ type: "callSpawned", component: "A", call: "Download", pid: 7, startTicks: "70" });
    journal.append(runOf("boot"));
    const looked: unknown[] = [];
    const interfaces = {
      ...world.ports.interfaces,
      endSurvivors: async (spawned: unknown) => void looked.push(spawned),
    };
    await driveDeployment(world.deployment, world.request({ verb: "resume" }), { ...world.ports, interfaces });
    expect(looked).toEqual([[]]);
  });

  it("does not reboot the host when it is left while the command is on its way to the disk", async () => {
    const leave = new AbortController();
    const world = fakeWorld([[{ name: "A", reboot: "Automatic" }]]);
    const { records } = world.deployment.journal;
    const sync = async () => {
      const last = records.at(-1)?.record;
      if (last?.type === "runStopped" && last.reason === "hostReboot") leave.abort();
    };
    const deployment = { ...world.deployment, journal: { ...world.deployment.journal, sync } };
    const end = await driveDeployment(deployment, world.request({ leaveSignal: leave.signal }), world.ports);
    await new Promise((resolve) => setImmediate(resolve));
    expect(end).toEqual({ kind: "left" });
    expect(world.calls).toEqual(FORWARD);
  });

  it("writes nothing for a signal that comes after the end", async () => {
    const leave = new AbortController();
    const world = fakeWorld([[{ name: "A" }]]);
    await driveDeployment(world.deployment, world.request({ leaveSignal: leave.signal }), world.ports);
    const { length } = world.deployment.journal.records;
    leave.abort();
    expect(world.deployment.journal.records).toHaveLength(length);
  });

  it("cancelled in a download: only Cleanup, and the end says so", async () => {
    const cancel = new AbortController();
    const world = fakeWorld([[{ name: "A", fails: { Download: 1 } }]], { onCall: () => cancel.abort() });
    const end = await driveDeployment(world.deployment, world.request({ cancelSignal: cancel.signal }), world.ports);
    expect(end).toMatchObject({ kind: "ended", verdict: "rolledBack", cancelled: true });
    expect(world.calls).toEqual(["A Download", "A Cleanup"]);
  });

  it("leaves at once, gives no further command, and resumes as after an interruption", async () => {
    const leave = new AbortController();
    const world = fakeWorld([[{ name: "A" }]], {
      onCall: async (call) => {
        if (call === "A ArtifactInstall") leave.abort();
      },
    });
    const end = await driveDeployment(world.deployment, world.request({ leaveSignal: leave.signal }), world.ports);
    expect(end).toEqual({ kind: "left" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.calls).toEqual(["A Download", "A ArtifactInstall"]);
    const resumed = await driveDeployment(world.deployment, world.request({ verb: "resume" }), world.ports);
    expect(resumed).toMatchObject({ kind: "ended", verdict: "rolledBack", failureKnown: false });
    expect(world.calls.slice(2)).toEqual([
      "A SupportsRollback",
      "A ArtifactRollback",
      "A ArtifactFailure",
      "A Cleanup",
    ]);
  });

  it("refuses to roll back once Cleanup has begun after a success", async () => {
    const leave = new AbortController();
    const world = fakeWorld([[{ name: "A" }]], {
      onCall: (call) => {
        if (call === "A Cleanup") leave.abort();
      },
    });
    await driveDeployment(world.deployment, world.request({ leaveSignal: leave.signal }), world.ports);
    const end = await driveDeployment(world.deployment, world.request({ verb: "rollback" }), world.ports);
    expect(end).toEqual({ kind: "tooLate" });
  });
});
