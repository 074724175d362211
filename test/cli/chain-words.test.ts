// What status and install say of a plan of several legs.

import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/base/index.js";
import type { RunResult, SystemStatus } from "../../src/cli/app-types.js";
import type { ChainLink } from "../../src/model/index.js";
import { PLAN, planned } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";
import { run } from "./support.js";

function leg(deploymentId: string, place: Pick<ChainLink, "purpose" | "leg" | "legs">, records = journals.SUCCESS) {
  return { deploymentId, plan: { ...PLAN, chain: { ...place, chainDigest: "00" } }, records };
}

const FIRST = leg("1", { purpose: "forward", leg: 1, legs: 2 });
const SECOND = leg("2", { purpose: "forward", leg: 2, legs: 2 }, journals.COMMIT_FAILED);
const BACK = leg("3", { purpose: "back", leg: 1, legs: 1 });
const REST = { isEndState: false, versions: [{ type: "rtos", versions: ["1.5.0"] }] };

async function installed(result: Partial<RunResult>, words: readonly string[] = []) {
  const base: RunResult = {
    exitCode: EXIT.done,
    outcome: "done",
    manifestName: "system-core-v2",
    records: [],
    plan: PLAN,
  };
  return run(["install", "m.yaml", ...words], { app: { installSystem: async () => ({ ...base, ...result }) } });
}

async function status(answer: SystemStatus, words: readonly string[] = []) {
  return run(["status", ...words], { app: { readStatus: async () => answer } });
}

describe("install over several legs", () => {
  it("names the deployments it took", async () => {
    const { stdout } = await installed({
      ...FIRST,
      legs: [FIRST, leg("2", { purpose: "forward", leg: 2, legs: 2 })],
      chainEnd: { kind: "target" },
    });
    expect(stdout).toContain("It took several legs, deployments 1, 2.\n");
  });

  it("tells of each component how the first leg found it and the last one left it", async () => {
    const chain = { purpose: "forward", legs: 2, chainDigest: "00" } as const;
    const gateway = { order: 1, components: [planned("gateway", "G13", { from: "v1", to: "v2" })] };
    const rtos = (order: number, from: string, to: string) => ({
      order,
      components: ["R456", "R998"].map((id) => planned("rtos", id, { from, to })),
    });
    const first = { ...PLAN, groups: [rtos(1, "v1", "v1.5"), { ...gateway, order: 2 }], chain: { ...chain, leg: 1 } };
    const left = { ...planned("gateway", "G13", { from: "v2", to: "v2" }), reason: "already-installed" as const };
    const second = { ...PLAN, groups: [rtos(3, "v1.5", "v2")], skipped: [left], chain: { ...chain, leg: 2 } };
    const legs = [first, second].map((plan, index) => ({
      ...{ deploymentId: String(index + 1), plan, records: journals.SUCCESS },
    }));
    const result = { ...legs[1], legs, chainEnd: { kind: "target" } } as const;
    const { stdout } = await installed(result);
    expect(stdout).toBe(`\
system-core-v2 is installed (1.6 s).
  rtos.R456    v1 → v2  updated
  rtos.R998    v1 → v2  updated
  gateway.G13  v1 → v2  updated
It took several legs, deployments 1, 2.
`);
    const json = JSON.parse((await installed(result, ["--output", "json"])).stdout);
    expect(json).toMatchObject({ deployment: "20260301T120000-1", skipped: [] });
    expect(json.components.map(({ component, from, now }: Record<string, string>) => [component, from, now])).toEqual([
      ["rtos.R456", "v1", "v2"],
      ["rtos.R998", "v1", "v2"],
      ["gateway.G13", "v1", "v2"],
    ]);
  });

  it("a rollback that only had the first leg to finish is told as one", async () => {
    const result = { exitCode: EXIT.done, outcome: "rolledBack", chainEnd: { kind: "start" } } as const;
    const { stdout } = await installed({ ...result, ...BACK, legs: [FIRST, BACK] });
    expect(stdout.split("\n")[0]).toBe("system-core-v2 was rolled back.");
    expect(stdout).toContain("What earlier legs had committed is undone: the system is where it was at the start.\n");
  });

  it("tells of a way back why it was taken, and that it was", async () => {
    const result = { exitCode: EXIT.failed, outcome: "rolledBack", chainEnd: { kind: "start" } } as const;
    const { code, stdout } = await installed({ ...result, ...BACK, legs: [FIRST, SECOND, BACK] });
    expect(code).toBe(1);
    expect(stdout).toContain("system-core-v2 was not installed: ArtifactCommit of rtos.R456 failed: exit code 1.\n");
    expect(stdout).toContain("What earlier legs had committed is undone: the system is where it was at the start.\n");
  });

  it("where it rests says where, why and what to do", async () => {
    const chainEnd = { kind: "resting", rest: REST, why: "boot cannot go back" } as const;
    const result = {
      exitCode: EXIT.inconsistent,
      outcome: "resting",
      ...SECOND,
      legs: [FIRST, SECOND],
      chainEnd,
    } as const;
    const { stdout } = await installed(result);
    expect(stdout).toContain(
      "The system rests at rtos 1.5.0, which is acceptable on the way, but not a working system",
    );
    expect(stdout).toContain("There is no way back: boot cannot go back.\n");
    const json = JSON.parse((await installed(result, ["--output", "json"])).stdout);
    expect(json.chain).toEqual({
      end: "resting",
      legs: [
        { deployment: "1", purpose: "forward", leg: 1, legs: 2 },
        { deployment: "2", purpose: "forward", leg: 2, legs: 2 },
      ],
      rest: { ...REST, why: "boot cannot go back" },
    });
  });
});

describe("status of a plan of several legs", () => {
  const chain = {
    ...{ deploymentId: "1", manifestName: "system-core-v2", isBetweenLegs: true },
    leg: { purpose: "forward", leg: 1, legs: 2 },
    next: { purpose: "forward", leg: 2, legs: 2 },
  } as const;

  it("between two of them says which comes next", async () => {
    const { code, stdout } = await status({ chain });
    expect(code).toBe(0);
    expect(stdout).toContain("In progress:       system-core-v2: leg 1 of 2 has ended, leg 2 of 2 has not begun\n");
    expect(stdout).toContain(
      "Next: orchestrator resume goes on with it, orchestrator rollback goes back to the start.\n",
    );
    expect(JSON.parse((await status({ chain }, ["--output=json"])).stdout).chain).toEqual({
      ...{ deployment: "1", manifest: "system-core-v2", betweenLegs: true },
      leg: { purpose: "forward", leg: 1, legs: 2 },
      next: { purpose: "forward", leg: 2, legs: 2 },
    });
  });

  it.each([
    [false, 3],
    [true, 0],
  ])("that rests, in an end state: %s, ends with %i", async (isEndState, exitCode) => {
    const resting = { deploymentId: "2", manifestName: "m", ...REST, isEndState, why: "boot cannot go back" };
    const { code, stdout } = await status({ resting }, ["--output=json"]);
    expect(code).toBe(exitCode);
    expect(JSON.parse(stdout).resting).toEqual({
      ...{ deployment: "2", manifest: "m", isEndState, why: "boot cannot go back" },
      versions: [{ component_type: "rtos", versions: ["1.5.0"] }],
    });
  });
});

describe("a leg is told as a leg", () => {
  const DONE = leg("2", { purpose: "forward", leg: 1, legs: 2 });
  const shown = async ({ plan, records }: typeof BACK) =>
    (await run(["history", "show", "2"], { app: { showDeployment: async () => ({ id: "2", plan, records }) } })).stdout;

  it.each([
    ["one that leads there", DONE, "system-core-v2: leg 1 of 2 is done ("],
    ["the last one", leg("2", { purpose: "forward", leg: 2, legs: 2 }), "system-core-v2 is installed ("],
    ["one that leads back", BACK, "system-core-v2: leg 1 of 1 on the way back is done ("],
    ["one that was undone", SECOND, "the system is as before this leg:"],
    [
      "one on the way back that failed",
      leg("2", { purpose: "back", leg: 1, legs: 1 }, journals.COMMIT_FAILED),
      "system-core-v2: leg 1 of 1 on the way back was not carried out: ArtifactCommit of rtos.R456 failed",
    ],
  ] as const)("%s", async (_, deployment, expected) => {
    expect(await shown(deployment)).toContain(expected);
  });

  it("in status, where the way back has undone an update", async () => {
    const last = { id: "3", plan: BACK.plan, records: BACK.records };
    expect((await status({ last })).stdout).toContain(
      "3 of system-core-v2, undone: leg 1 of 1 on the way back is done",
    );
    const { stdout } = await status({ last }, ["--output", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ last: { leg: { purpose: "back", leg: 1, legs: 1 } } });
  });
});

it("a way back that stopped says why, how to go on, and what others have changed", async () => {
  const again = { kind: "leg", place: BACK.plan.chain, leg: { plan: BACK.plan, rest: REST } } as const;
  const rest = { ...REST, changed: [{ component: "rtos.R456", version: "9" }] };
  const failed = leg("3", { purpose: "back", leg: 1, legs: 1 }, journals.COMMIT_FAILED);
  const chainEnd = { kind: "resting", rest, why: "a step failed", again } as const;
  const result = {
    exitCode: EXIT.inconsistent,
    outcome: "resting",
    ...failed,
    legs: [FIRST, SECOND, failed],
    chainEnd,
  } as const;
  const { stdout } = await installed(result);
  expect(stdout).toContain("Then leg 1 of 1 on the way back was not carried out: ArtifactCommit of rtos.R456 failed");
  expect(stdout).toContain("The system would rest at rtos 1.5.0, but others have changed it: rtos.R456 says 9.\n");
  expect(stdout).toContain("rollback tries the way back again.\n");
  const json = JSON.parse((await installed(result, ["--output", "json"])).stdout);
  expect(json).toMatchObject({ chain: { rest: { canTryAgain: true, changed: rest.changed } } });
});
