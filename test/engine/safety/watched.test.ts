// A plan made from constraints, carried out over faked ports: who is asked when, what turns it back, and where it stops.

import { describe, expect, test } from "vitest";
import { driveDeployment } from "../../../src/engine/index.js";
import { type JournalRecord, reportOf, type SafetyDecision } from "../../../src/model/index.js";
import { type SafeOptions, type SafeWorld, safeWorld } from "./plans.js";

const G = { name: "G" };
const R = { name: "R" };
const install = (name: string) => [`${name} Download`, `${name} ArtifactInstall`, `${name} NeedsArtifactReboot`];
const back = (name: string) => [`${name} SupportsRollback`, `${name} ArtifactRollback`, `${name} ArtifactFailure`];

async function carryOut(world: SafeWorld, verb: "install" | "resume" = "install") {
  return await driveDeployment(world.deployment, world.request({ verb }), world.ports);
}

function decisionsOf({ deployment }: SafeWorld): readonly SafetyDecision[] {
  const records = deployment.journal.records.map(({ record }) => record);
  return records.flatMap((record: JournalRecord) => (record.type === "safetyDecided" ? [record.decision] : []));
}

const reportFor = ({ deployment }: SafeWorld) => reportOf(deployment.plan, deployment.journal.records);

describe("a plan made from constraints", () => {
  test("asks at the start of every group whoever has not been touched", async () => {
    const world = safeWorld({ groups: [[G], [R]], bystanders: ["S"] });
    expect(await carryOut(world)).toMatchObject({ kind: "ended", verdict: "succeeded" });
    expect(world.calls).toEqual([
      ...["G Provides", "R Provides", "S Provides", ...install("G")],
      ...["R Provides", "S Provides", ...install("R")],
      ...["G ArtifactCommit", "R ArtifactCommit", "G Cleanup", "R Cleanup"],
    ]);
    expect(decisionsOf(world)).toEqual([]);
    expect(reportFor(world).decisions).toBeUndefined();
  });

  test("turns back where a component has changed, and says from what to what", async () => {
    const world: SafeWorld = safeWorld({
      groups: [[G], [R]],
      bystanders: ["S"],
      onCall: (call) => void (call === "G NeedsArtifactReboot" && world.versions.set("S", "v3")),
    });
    expect(await carryOut(world)).toMatchObject({ kind: "ended", verdict: "inconsistent" });
    const change = { component: "S", expected: "v1", found: "v3" };
    expect(decisionsOf(world)).toEqual([
      { kind: "changed", during: "update", changes: [change] },
      { kind: "changed", during: "rollback", changes: [change] },
      expect.objectContaining({ kind: "rests" }),
    ]);
    expect(reportFor(world).cause).toEqual({ kind: "safety", decision: decisionsOf(world)[0] });
    expect(world.calls).not.toContain("R Download");
  });

  test("rolls back what stays acceptable, although a component has changed", async () => {
    const world: SafeWorld = safeWorld({
      groups: [[G], [R]],
      onCall: (call) => void (call === "G NeedsArtifactReboot" && world.versions.set("R", "v3")),
      constraints: { tables: [], requirements: [] },
    });
    expect(await carryOut(world)).toMatchObject({ kind: "ended", verdict: "rolledBack" });
    expect(world.calls.slice(-6)).toEqual(["R Provides", "R Provides", ...back("G"), "G Cleanup"]);
  });

  test("turns back where a component cannot be asked", async () => {
    const unasked = { name: "R", fails: { Provides: Number.POSITIVE_INFINITY } };
    const world = safeWorld({ groups: [[G], [unasked]] });
    expect(await carryOut(world)).toMatchObject({ kind: "ended", verdict: "rolledBack" });
    expect(world.calls).toEqual(["G Provides", "R Provides"]);
    expect(decisionsOf(world)).toEqual([
      { kind: "changed", during: "update", changes: [{ component: "R", expected: "v1" }] },
    ]);
  });

  test("goes back although somebody who was not touched cannot be asked any more", async () => {
    const world: SafeWorld = safeWorld({
      groups: [[{ name: "G", fails: { ArtifactInstall: 1 } }], [R]],
      onCall: (call) => void (call === "G ArtifactInstall" && world.versions.delete("R")),
    });
    world.ports.interfaces.askProvides = async ({ component: { id } }) =>
      world.versions.has(id)
        ? { ok: true, durationMilliseconds: 1, answer: { version: "v1" } }
        : { ok: false, reason: "exit", message: "no answer", outputTail: [], durationMilliseconds: 1 };
    expect(await carryOut(world)).toMatchObject({ kind: "ended", verdict: "rolledBack" });
    expect(decisionsOf(world)).toEqual([
      { kind: "changed", during: "rollback", changes: [{ component: "R", expected: "v1" }] },
    ]);
    expect(reportFor(world).cause).toMatchObject({ kind: "call", failure: { call: "ArtifactInstall" } });
  });

  test("stops the rollback short of a refused combination, and says where everyone rests", async () => {
    const stuck = { name: "R", fails: { ArtifactCommit: 1, ArtifactRollback: 1 } };
    const world = safeWorld({ groups: [[G], [stuck, { name: "S" }]] });
    const end = await carryOut(world);
    expect(world.calls.slice(world.calls.indexOf("R SupportsRollback"))).toEqual([
      ...["R SupportsRollback", "S SupportsRollback", "R ArtifactRollback", "S ArtifactRollback"],
      ...["R ArtifactFailure", "S ArtifactFailure", "G SupportsRollback", "G ArtifactFailure"],
      ...["G Cleanup", "R Cleanup", "S Cleanup"],
    ]);
    const refused = {
      combination: [
        { type: "gateway", version: "v1" },
        { type: "rtos", version: "v2" },
      ],
      rule: "constraints.transition_states row 2",
      why: "old gateway cannot talk to new rtos",
      location: { file: "manifest.yaml", line: 20 },
    };
    const components = [
      { component: "G", versions: ["v2"] },
      { component: "R", versions: ["v1", "v2"] },
      { component: "S", versions: ["v1"] },
    ];
    expect(decisionsOf(world)).toEqual([{ kind: "rests", components, refused }]);
    const reason =
      'it was not rolled back, because gateway v1 + rtos v2 could have occurred, which is not acceptable (constraints.transition_states row 2, manifest.yaml:20, "old gateway cannot talk to new rtos")';
    expect(end).toMatchObject({
      verdict: "inconsistent",
      inconsistent: { G: reason, R: "ArtifactRollback failed" },
    });
    const report = reportFor(world);
    expect(report.components.map(({ key, standing, now }) => [key, standing, now])).toEqual([
      ["G", "inconsistent", "v2"],
      ["R", "inconsistent", undefined],
      ["S", "rolledBack", "v1"],
    ]);
    expect(report.decisions).toEqual(decisionsOf(world));
  });

  test.each([
    { beside: "2.0.0", isBack: false },
    { beside: "3.0.0", isBack: true },
  ])(
    "a rollback takes a component offline only beside what bears it: refused is $beside",
    async ({ beside, isBack }) => {
      const stuck = { name: "R", fails: { ArtifactCommit: 1, ArtifactRollback: 1 } };
      const cellOf = (version: string) => ({ text: version, matchers: [{ kind: "exact", version } as const] });
      const cells = { gateway: cellOf("offline"), rtos: cellOf(beside) };
      const location = { file: "manifest.yaml", line: 19 };
      const row = { list: "transition_states", number: 1, acceptable: false, cells, location } as const;
      const table = { name: "system", path: "constraints", columns: ["gateway", "rtos"], rows: [row], location };
      const constraints = { requirements: [], tables: [{ ...table, unlisted: "acceptable" } as const] };
      const world = safeWorld({ groups: [[G], [stuck]], constraints });
      expect(await carryOut(world)).toMatchObject({ verdict: "inconsistent" });
      expect(world.calls.includes("G ArtifactRollback")).toBe(isBack);
      const combination = [
        { type: "gateway", version: "offline" },
        { type: "rtos", version: "v2" },
      ];
      const rests = expect.objectContaining({ kind: "rests", refused: expect.objectContaining({ combination }) });
      expect(decisionsOf(world)).toEqual(isBack ? [] : [rests]);
    },
  );

  test("takes a declared component for one without a way back, whatever it answers", async () => {
    const world = safeWorld({ groups: [[G], [{ name: "R", fails: { ArtifactCommit: 1 } }]], irreversible: ["R"] });
    const end = await carryOut(world);
    expect(world.calls).not.toContain("R ArtifactRollback");
    expect(world.calls).not.toContain("G ArtifactRollback");
    expect(end).toMatchObject({
      verdict: "inconsistent",
      inconsistent: { R: "it is declared that it cannot be rolled back, and its installation had started" },
    });
  });

  test("tells its decisions once, also when it died before it could", async () => {
    const world: SafeWorld = safeWorld({ groups: [[G]], safety: { pointOfNoReturn: "refuse" } });
    world.versions.set("G", "v3");
    await carryOut(world);
    const { records } = world.deployment.journal;
    const told = records.findIndex(({ record }) => record.type === "safetyDecided");
    const again = safeWorld({ groups: [[G]], safety: { pointOfNoReturn: "refuse" } });
    for (const { record } of records.slice(0, told)) again.deployment.journal.append(record);
    expect(await carryOut(again, "resume")).toMatchObject({ verdict: "rolledBack" });
    expect(decisionsOf(again)).toEqual(decisionsOf(world));
    expect(decisionsOf(again)).toHaveLength(1);
  });
});

interface NoReturn {
  readonly name: string;
  readonly options: SafeOptions;
  readonly installs: boolean;
}

const NO_WAY_BACK = { name: "G", supportsRollback: false };

const NO_RETURN: readonly NoReturn[] = [
  { name: "allow", options: { groups: [[NO_WAY_BACK], [R]] }, installs: true },
  { name: "refuse", options: { groups: [[NO_WAY_BACK], [R]], safety: { pointOfNoReturn: "refuse" } }, installs: false },
  {
    name: "refuse, and it is accepted",
    options: { groups: [[NO_WAY_BACK]], safety: { pointOfNoReturn: "refuse", isNoReturnAccepted: true } },
    installs: true,
  },
  {
    name: "refuse, and it is declared",
    options: { groups: [[NO_WAY_BACK]], safety: { pointOfNoReturn: "refuse" }, irreversible: ["G"] },
    installs: true,
  },
  {
    name: "last_batch, in an earlier one",
    options: { groups: [[NO_WAY_BACK], [R]], safety: { pointOfNoReturn: "last_batch" } },
    installs: false,
  },
  {
    name: "last_batch, in the last one",
    options: { groups: [[NO_WAY_BACK]], safety: { pointOfNoReturn: "last_batch" } },
    installs: true,
  },
];

describe("a component without a way back that nobody declared", () => {
  test.each(NO_RETURN)("$name", async ({ options, installs }) => {
    const world = safeWorld(options);
    const end = await carryOut(world);
    expect(end).toMatchObject({ verdict: installs ? "succeeded" : "rolledBack" });
    expect(world.calls.includes("G ArtifactInstall")).toBe(installs);
    expect(decisionsOf(world).map(({ kind }) => kind)).toEqual(installs ? [] : ["noReturn"]);
    expect(reportFor(world).cause?.kind).toBe(installs ? undefined : "safety");
  });

  test("in the last batch of a leg that is not the last one", async () => {
    const world = safeWorld({ groups: [[NO_WAY_BACK]], safety: { pointOfNoReturn: "last_batch" } });
    const chain = { purpose: "forward", leg: 1, legs: 2, chainDigest: "" } as const;
    const { deployment } = world;
    const leg: SafeWorld = { ...world, deployment: { ...deployment, plan: { ...deployment.plan, chain } } };
    expect(await carryOut(leg)).toMatchObject({ verdict: "rolledBack" });
  });

  test("a query that fails is a No, and no reason of its own", async () => {
    const failing = { name: "G", fails: { SupportsRollback: 1 } };
    const world = safeWorld({ groups: [[failing], [R]], safety: { pointOfNoReturn: "refuse" } });
    expect(await carryOut(world)).toMatchObject({ verdict: "rolledBack" });
    expect(reportFor(world).cause).toEqual({
      kind: "safety",
      decision: { kind: "noReturn", rule: "refuse", batch: 1, batches: 2, components: ["G"] },
    });
  });
});
