// status, history, history show: the same journals, seen afterwards.

import { describe, expect, it } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import type { DeploymentHistory } from "../../src/cli/app-types.js";
import { PLAN } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";
import { GATEWAY_FIRST } from "./plans.js";
import { run } from "./support.js";

function history(records: DeploymentHistory["records"], id = "7"): DeploymentHistory {
  return { id, plan: PLAN, records };
}

/** Times are shown in the zone of the machine, which a test does not know. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME");
}

describe("history show", () => {
  const app = { showDeployment: async () => history(journals.INTERRUPTED_AND_RESUMED) };

  it("tells on one page why it ended as it did", async () => {
    const { code, stdout } = await run(["history", "show", "7"], { app });
    expect(code).toBe(0);
    expect(withoutTimes(stdout)).toBe(
      `\
Deployment 20260301T120000-1 of system-core-v2

system-core-v2 was not installed: ArtifactInstall of rtos.R456 failed: the orchestrator was killed, or the power went, while it ran.
Everything was rolled back; the system is as before:
  gateway.G13  v1  rolled back
  rtos.R456    v1  rolled back
  rtos.R998    v1  rolled back

Runs:
  TIME  install  killed, or the power went
  TIME  resume  to the end, 0.6 s

Calls:
  gateway.G13
    Download                     ok  0.1 s
    ArtifactInstall              ok  0.1 s
    NeedsArtifactReboot          No  0.1 s
    SupportsRollback             Yes  0.1 s
    ArtifactRollback             ok  0.1 s
    ArtifactFailure              ok  0.1 s
    Cleanup                      ok  0.1 s
  rtos.R456
    Download                     ok  0.1 s
    ArtifactInstall              FAILED  0.0 s  the orchestrator was killed, or the power went, while it ran
    SupportsRollback             Yes  0.1 s
    ArtifactRollback             ok  0.1 s
    ArtifactFailure              ok  0.1 s
    Cleanup                      ok  0.1 s
  rtos.R998
    Download                     ok  0.1 s
    ArtifactInstall              ok  0.1 s
    SupportsRollback             Yes  0.1 s
    ArtifactRollback             ok  0.1 s
    ArtifactFailure              ok  0.1 s
    Cleanup                      ok  0.1 s
`,
    );
  });

  it("has the other failures, those of the rollback too", async () => {
    const inconsistent = { showDeployment: async () => history(journals.INCONSISTENT) };
    const { stdout } = await run(["history", "show", "7"], { app: inconsistent });
    expect(stdout).toContain("Also: ArtifactRollback of rtos.R456 failed: exit code 2.");
    expect(stdout).toContain("  rtos.R998    v1 or v2  inconsistent: it does not support rollback");
    expect(stdout).toContain("Next: repair what is inconsistent");
  });

  it("as JSON, with times in UTC", async () => {
    const { stdout } = await run(["history", "show", "7", "--output", "json"], { app });
    expect(JSON.parse(stdout)).toMatchObject({
      deployment: "20260301T120000-1",
      startedAt: "2026-03-01T12:00:00.000Z",
      verdict: "rolledBack",
      cause: { kind: "call", component: "rtos.R456", call: "ArtifactInstall", reason: "interrupted" },
      runs: [
        { verb: "install", end: "died" },
        { verb: "resume", end: "ended" },
      ],
    });
  });

  it("has the planner's plan where there was one, and which leg of it this is", async () => {
    const chain = { first: "20260301T110000-1", purpose: "forward", leg: 2, legs: 2 } as const;
    const plan = { ...PLAN, sequence: GATEWAY_FIRST, chain: { ...chain, chainDigest: "00" } };
    const planned = { ...history(journals.SUCCESS), plan };
    const { stdout } = await run(["history", "show", "7"], { app: { showDeployment: async () => planned } });
    expect(stdout).toContain(
      `

Plan: 2 batches, 3 updates, rollback possible until the end
  1. gateway   v1 -> v2     1 component
  2. rtos      v1 -> v2     2 components, after gateway (table system: gateway v1 + rtos v2 is not acceptable)
This deployment is leg 2 of 2; the first is 20260301T110000-1.

Runs:
`,
    );
    const json = await run(["history", "show", "7", "--output=json"], { app: { showDeployment: async () => planned } });
    expect(JSON.parse(json.stdout)).toMatchObject({ plan: { feasible: true, updates: 3 } });
    expect(JSON.parse(json.stdout).chain).toEqual(chain);
  });

  it("of a way back says so", async () => {
    const chain = { first: "20260301T110000-1", purpose: "back", leg: 1, legs: 1, chainDigest: "00" } as const;
    const planned = { ...history(journals.SUCCESS), plan: { ...PLAN, sequence: GATEWAY_FIRST, chain } };
    const { stdout } = await run(["history", "show", "7"], { app: { showDeployment: async () => planned } });
    expect(stdout).toContain("This deployment is step 1 of 1 on the way back to where it started; the first is ");
  });

  it("`last` is the newest", async () => {
    const listHistory = async () => [history(journals.SUCCESS, "9"), history(journals.INCONSISTENT, "8")];
    const { stdout } = await run(["history", "show", "last"], { app: { listHistory } });
    expect(stdout).toContain("system-core-v2 is installed (0.8 s).\nEvery component was updated:");
  });

  it("`last` of none", async () => {
    const { code, stderr } = await run(["history", "show", "last"], { app: { listHistory: async () => [] } });
    expect(code).toBe(5);
    expect(stderr).toContain("there is no deployment yet");
  });
});

describe("history", () => {
  it("is one line a deployment", async () => {
    const records = [journals.LEFT, journals.CANCELLED, journals.INCONSISTENT, journals.SUCCESS];
    const { stdout } = await run(["history"], {
      app: { listHistory: async () => records.map((each) => history(each)) },
    });
    expect(withoutTimes(stdout).replaceAll("20260301T120000-1", "ID")).toBe(
      `\
TIME  ID  system-core-v2  unfinished
TIME  ID  system-core-v2  rolled back: it was cancelled
TIME  ID  system-core-v2  inconsistent: ArtifactCommit of rtos.R456 failed: exit code 1: giving up
TIME  ID  system-core-v2  installed
`,
    );
  });

  it("says of a way back what it has undone", async () => {
    const back = history(
      journals.SUCCESS.map((each) =>
        each.record.type === "deploymentStarted" ? { ...each, record: { ...each.record, undoes: "4" } } : each,
      ),
    );
    const [lines, json, page] = await Promise.all([
      run(["history"], { app: { listHistory: async () => [back] } }),
      run(["history", "--output=json"], { app: { listHistory: async () => [back] } }),
      run(["history", "show", "7"], { app: { showDeployment: async () => back } }),
    ]);
    expect(lines.stdout).toMatch(/installed, a way back to before 4\n$/);
    expect(JSON.parse(json.stdout)).toMatchObject({ deployments: [{ undoes: "4", verdict: "succeeded" }] });
    expect(page.stdout.split("\n")[1]).toBe("A way back to before deployment 4");
  });

  it("of none", async () => {
    const app = { listHistory: async () => [] };
    expect((await run(["history"], { app })).stdout).toBe("No deployment yet.\n");
    expect(JSON.parse((await run(["history", "--output=json"], { app })).stdout)).toEqual({ deployments: [] });
  });
});

describe("status", () => {
  const active = { deploymentId: "6", manifestName: "system-core-v1" };

  it("of a system at rest", async () => {
    const { stdout } = await run(["status"], { app: { readStatus: async () => ({ active }) } });
    expect(stdout).toBe(
      `\
Active manifest:   system-core-v1 (deployment 6)
The one before:    none
In progress:       nothing
`,
    );
  });

  it.each([
    [{ kind: "named", name: "v.2" }, "v.2", { name: "v.2" }],
    [{ kind: "between", from: "v.1", to: "v.2" }, "between v.1 and v.2", { between: ["v.1", "v.2"] }],
    [{ kind: "between", from: "v.1" }, "between v.1 and one without a name", { between: ["v.1", null] }],
    [{ kind: "between" }, "between two versions", { between: [null, null] }],
  ] as const)("names the system's version: %j", async (systemVersion, text, json) => {
    const app = { readStatus: async () => ({ active, systemVersion }) };
    expect((await run(["status"], { app })).stdout).toContain(`\nSystem version:    ${text}\n`);
    expect(JSON.parse((await run(["status", "--output=json"], { app })).stdout).systemVersion).toEqual(json);
  });

  it("of one whose update was interrupted, with what to do", async () => {
    const inProgress = history(journals.INTERRUPTED);
    const { stdout } = await run(["status"], { app: { readStatus: async () => ({ active, inProgress }) } });
    expect(stdout).toContain(
      `\
In progress:       system-core-v2 is unfinished: in ArtifactInstall; process 4711 was killed, or the power went
At work on it:     nobody
  gateway.G13  v1 → v2   installed, not committed
  rtos.R456    v1 or v2  left half-way
  rtos.R998    v1 → v2   installed, not committed
Next: orchestrator resume goes on with it.
`,
    );
  });

  it("of one that a process is at work on: not to be resumed", async () => {
    const inProgress = history(journals.INTERRUPTED);
    const status = { active, inProgress, workingPid: 4711 };
    const { stdout } = await run(["status"], { app: { readStatus: async () => status } });
    expect(stdout).toContain("in ArtifactInstall; process 4711 works on it\nAt work on it:     process 4711\n");
    expect(stdout).toContain("Next: wait until that process has ended.\n");
    expect(stdout).not.toContain("orchestrator resume");
  });

  it("of one whose last deployment is inconsistent: what, and what to do, and exit code 3", async () => {
    const app = { readStatus: async () => ({ active, last: history(journals.INCONSISTENT) }) };
    const { code, stdout } = await run(["status"], { app });
    expect(code).toBe(3);
    expect(stdout).toBe(
      `\
Active manifest:   system-core-v1 (deployment 6)
The one before:    none
Last deployment:   7 of system-core-v2, INCONSISTENT: rtos.R456, rtos.R998 could not be brought back; a person is needed
  rtos.R456  v1 or v2  inconsistent: ArtifactRollback failed
  rtos.R998  v1 or v2  inconsistent: it does not support rollback
Next: repair what is inconsistent, check with orchestrator show-provides, then install again.
In progress:       nothing
`,
    );
    const json = await run(["status", "--output", "json"], { app });
    expect(json.code).toBe(3);
    expect(JSON.parse(json.stdout).last).toEqual({
      ...{ deployment: "7", manifest: "system-core-v2", verdict: "inconsistent" },
      inconsistent: [
        { component: "rtos.R456", reason: "ArtifactRollback failed" },
        { component: "rtos.R998", reason: "it does not support rollback" },
      ],
    });
  });

  it.each([
    [
      "rolled back",
      journals.COMMIT_FAILED,
      "rolledBack",
      "Last deployment:   7 of system-core-v2, rolled back: ArtifactCommit of rtos.R456 failed: exit code 1\n",
    ],
    ["succeeded", journals.SUCCESS, "succeeded", undefined],
  ] as const)("of one whose last deployment %s", async (_, records, verdict, line) => {
    const app = { readStatus: async () => ({ active, last: history(records) }) };
    const { code, stdout } = await run(["status"], { app });
    expect(code).toBe(0);
    if (line === undefined) expect(stdout).not.toContain("Last deployment");
    else expect(stdout).toContain(line);
    const { last } = JSON.parse((await run(["status", "--output", "json"], { app })).stdout);
    expect(last).toEqual({ deployment: "7", manifest: "system-core-v2", verdict });
  });

  it("as JSON: keys for what is not are null", async () => {
    const { stdout } = await run(["status", "--output", "json"], { app: { readStatus: async () => ({ active }) } });
    expect(JSON.parse(stdout)).toEqual({
      active: { deployment: "6", manifest: "system-core-v1" },
      previous: null,
      last: null,
      inProgress: null,
      workingPid: null,
    });
  });
});

describe("show-provides and show-inventory", () => {
  const component = (id: string) => ({ type: "rtos", id, interfaceName: "rtos", interfaceArgs: [] });
  const known = [
    { component: component("R998"), values: [["version", "v1"]] as const },
    {
      component: component("R456"),
      values: [
        ["b", "2"],
        ["a", "1"],
        ["b", "3"],
      ] as const,
    },
  ];
  const facts = async () => ({ components: known, errors: [] });
  const silent = new OrchestratorError({
    code: "INTERFACE_QUERY_FAILED",
    message: "rtos.R1 could not be asked",
    hint: "look at it",
  });

  it.each(["show-provides", "show-inventory"])("%s prints one sorted line a fact", async (name) => {
    const { stdout } = await run([name], { app: { showProvides: facts, showInventory: facts } });
    expect(stdout).toBe("rtos.R456.a=1\nrtos.R456.b=2\nrtos.R456.b=3\nrtos.R998.version=v1\n");
  });

  it("as JSON every value is a list", async () => {
    const { stdout } = await run(["show-inventory", "--output", "json"], { app: { showInventory: facts } });
    expect(JSON.parse(stdout)).toEqual({
      components: [
        { component: "rtos.R456", type: "rtos", id: "R456", values: { a: ["1"], b: ["2", "3"] } },
        { component: "rtos.R998", type: "rtos", id: "R998", values: { version: ["v1"] } },
      ],
      errors: [],
    });
  });

  it.each(["show-provides", "show-inventory"])(
    "%s: who does not answer hides nobody, and makes it fail",
    async (name) => {
      const some = async () => ({ components: known.slice(0, 1), errors: [silent] });
      const app = { showProvides: some, showInventory: some };
      expect(await run([name], { app })).toEqual({
        code: 1,
        stdout: "rtos.R998.version=v1\n",
        stderr: "error INTERFACE_QUERY_FAILED: rtos.R1 could not be asked\n  hint: look at it\n",
      });
      const json = await run([name, "--output", "json"], { app });
      expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 1, stderr: "" });
      expect(JSON.parse(json.stdout)).toMatchObject({
        components: [{ component: "rtos.R998" }],
        errors: [{ code: "INTERFACE_QUERY_FAILED", message: "rtos.R1 could not be asked", hint: "look at it" }],
      });
    },
  );

  it("of no component prints nothing", async () => {
    const none = async () => ({ components: [], errors: [] });
    expect((await run(["show-provides"], { app: { showProvides: none } })).stdout).toBe("");
  });
});
