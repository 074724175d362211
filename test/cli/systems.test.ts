// Several systems as a person sees them: what one command did stands together, and a deployment is known by its system.

import { expect, it, test } from "vitest";
import { OrchestratorError } from "../../src/base/index.js";
import type { App, DeploymentHistory, ResumedSystem, RunResult } from "../../src/cli/app-types.js";
import type { StampedRecord } from "../../src/model/index.js";
import { PLAN } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";
import { run } from "./support.js";

const RUN = { id: "r1", source: "git-modules" } as const;

type Origin = { readonly run?: typeof RUN };

/** The same journal, of a system of that name. */
function ofSystem(system: string, records: readonly StampedRecord[], origin: Origin = { run: RUN }): DeploymentHistory {
  const named = records.map((stamped) => {
    const { record } = stamped;
    return record.type === "deploymentStarted"
      ? { ...stamped, record: { ...record, id: "3", system, ...origin } }
      : stamped;
  });
  return { id: "3", system, plan: PLAN, records: named };
}

function withoutTimes(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME");
}

const ROLLED_BACK = ofSystem("module.a", journals.COMMIT_FAILED);
const INCONSISTENT = ofSystem("module.d", journals.INCONSISTENT);
const HISTORY = [
  ofSystem("module.b", journals.SUCCESS),
  { id: "7", plan: PLAN, records: journals.SUCCESS },
  ROLLED_BACK,
  ofSystem("module.c", journals.SUCCESS),
  INCONSISTENT,
  ofSystem("module.e", journals.SUCCESS, {}),
];

test("history shows what one command did together, at the place of its newest", async () => {
  const { stdout } = await run(["history"], { app: { listHistory: async () => HISTORY } });
  const lines = withoutTimes(stdout).split("\n");
  expect(lines.map((line) => line.replace(/: Artifact.*$/, ""))).toEqual([
    "TIME  modules update: 2 succeeded, 1 failed and restored, 1 failed and NOT restored",
    "  TIME  module.b/3         system-core-v2  installed",
    "  TIME  module.a/3         system-core-v2  rolled back",
    "  TIME  module.c/3         system-core-v2  installed",
    "  TIME  module.d/3         system-core-v2  inconsistent",
    "TIME  20260301T120000-1  system-core-v2  installed",
    "TIME  module.e/3         system-core-v2  installed",
    "",
  ]);
});

test("history as JSON lists every deployment, and the runs besides", async () => {
  const app = { listHistory: async () => HISTORY };
  const { deployments, runs } = JSON.parse((await run(["history", "--output=json"], { app })).stdout);
  expect(deployments[0]).toMatchObject({ deployment: "module.b/3", system: "module.b", run: RUN });
  expect(deployments[1]).not.toHaveProperty("system");
  expect(runs).toEqual([
    {
      ...{ id: "r1", source: "git-modules", startedAt: "2026-03-01T12:00:00.000Z" },
      ...{ succeeded: 2, rolledBack: 1, cancelled: 0, inconsistent: 1, unfinished: 0 },
      deployments: ["module.b/3", "module.a/3", "module.c/3", "module.d/3"],
    },
  ]);
});

test("what to do about a deployment of another system names that system", async () => {
  const stopped = ofSystem("module.a", journals.STOPPED_BEFORE_COMMIT);
  const shown = await run(["history", "show", "module.a/3"], { app: { showDeployment: async () => stopped } });
  expect(shown.stdout).toContain("orchestrator resume commits it, orchestrator rollback --system module.a undoes it");
});

test.each([
  [["status", "--system", "module.a"], "module.a"],
  [["--system=module.a", "status"], "module.a"],
  [["status"], undefined],
])("%s is about the system %s", async (argv, system) => {
  let asked: string | undefined = "nothing";
  const createContext: App["createContext"] = ({ options }) => {
    asked = options?.system;
    return { config: {} };
  };
  await run(argv, { app: { createContext, readStatus: async () => ({}) } });
  expect(asked).toBe(system);
});

test("status names other systems that need something; the exit code is 3 where a person is needed", async () => {
  const inProgress = { kind: "inProgress", system: "module.a", deployment: ROLLED_BACK } as const;
  const lost = { kind: "inconsistent", system: "module.d", deployment: INCONSISTENT } as const;
  const damaged = { kind: "unreadable", system: "module.e", why: "a record is damaged" } as const;
  const others = [inProgress, lost, damaged];
  const told = await run(["status"], { app: { readStatus: async () => ({ others }) } });
  expect(told.code).toBe(3);
  expect(told.stdout).toContain(`\
Other systems:     module.a/3 (system-core-v2) is unfinished
                   module.d/3 (system-core-v2) has ended INCONSISTENT
                   module.e cannot be read: a record is damaged
Next: orchestrator resume goes on with what is unfinished.
See orchestrator status --system module.d.
See orchestrator status --system module.e.
`);
  const json = await run(["status", "--output=json"], { app: { readStatus: async () => ({ others: [inProgress] }) } });
  expect(json.code).toBe(0);
  expect(JSON.parse(json.stdout).otherSystems).toEqual([
    { system: "module.a", state: "inProgress", deployment: "module.a/3", manifest: "system-core-v2" },
  ]);
});

const DONE: RunResult = {
  ...{ exitCode: 0, outcome: "done", manifestName: "system-core-v2", deploymentId: "3", plan: PLAN },
  records: ofSystem("module.a", journals.SUCCESS).records,
};
const FAILED: RunResult = { ...DONE, exitCode: 1, outcome: "rolledBack", records: journals.COMMIT_FAILED };
const damaged = new OrchestratorError({ code: "JOURNAL_DAMAGED", message: "record 3 is damaged" });

interface Resumed {
  readonly all: readonly ResumedSystem[];
  readonly code: number;
}

const CASES: readonly Resumed[] = [
  { all: [{ kind: "ran", system: "module.a", result: DONE }], code: 0 },
  {
    all: [
      { kind: "ran", system: "default", result: FAILED },
      { kind: "ran", system: "module.a", result: DONE },
    ],
    code: 1,
  },
  {
    all: [
      { kind: "ran", system: "default", result: FAILED },
      { kind: "refused", system: "module.a", error: damaged },
    ],
    code: 3,
  },
  {
    all: [
      { kind: "ran", system: "default", result: { ...DONE, exitCode: 4, outcome: "hostReboot" } },
      { kind: "waiting", system: "module.a" },
      { kind: "refused", system: "module.b", error: damaged },
    ],
    code: 4,
  },
  { all: [{ kind: "waiting", system: "module.a" }], code: 130 },
];

it.each(CASES)("resume of $all exits with $code", async ({ all, code }) => {
  const app = { resumeSystems: async () => all };
  const human = await run(["resume"], { app });
  const json = await run(["resume", "--output", "json"], { app });
  expect([human.code, json.code, JSON.parse(json.stdout).exitCode]).toEqual([code, code, code]);
});

test("resume of several says of each what became of it", async () => {
  const all: readonly ResumedSystem[] = [
    { kind: "ran", system: "module.a", result: DONE },
    { kind: "refused", system: "module.b", error: damaged },
    { kind: "waiting", system: "module.c" },
  ];
  const human = await run(["resume"], { app: { resumeSystems: async () => all } });
  expect(human.stdout).toMatch(
    /^System module\.a:\nsystem-core-v2 is installed.*\n\nSystem module\.b:\nrecord 3 is damaged\.\n\nSystem module\.c:\nIts turn has not come\.\nNext: orchestrator resume goes on with it\.\n$/s,
  );
  expect(human.stderr).toContain("error JOURNAL_DAMAGED: record 3 is damaged");
  const { stdout } = await run(["resume", "--output=json"], { app: { resumeSystems: async () => all } });
  expect(JSON.parse(stdout).systems).toMatchObject([
    { system: "module.a", outcome: "done", deployment: "module.a/3" },
    { system: "module.b", exitCode: 3, error: { code: "JOURNAL_DAMAGED" } },
    { system: "module.c", outcome: "waiting" },
  ]);
});

test("the one system that could not be gone on with is an error like every other", async () => {
  const app = { resumeSystems: async () => [{ kind: "refused", system: "module.a", error: damaged } as const] };
  expect(await run(["resume"], { app })).toMatchObject({ code: 3, stdout: "" });
});

test.each([
  ["orchestrator", ["resume", "--system", "default"]],
  ["mender-orchestrator", ["resume"]],
  ["mender-update-orchestrator", ["resume"]],
])("%s %s goes on with one system", async (programName, argv) => {
  expect(await run(argv, { programName, app: { resumeDeployment: async () => DONE } })).toMatchObject({ code: 0 });
});
