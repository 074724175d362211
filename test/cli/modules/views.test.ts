// What a person is shown of modules.

import { describe, expect, test } from "vitest";
import type { InstalledModule, ModulesCheck } from "../../../src/cli/app-types.js";
import { updateLines } from "../../../src/cli/render/modules/update.js";
import { NO_PAINT } from "../../../src/cli/render/paint.js";
import { type ModuleRow, moduleRows } from "../../../src/cli/run/modules-rows.js";
import { run } from "../support.js";
import { CHECK, module, result, UPDATE } from "./answers.js";

describe("modules check", () => {
  test("shows each module, why one cannot be read, and what to do next", async () => {
    const { stdout, code } = await run(["modules", "check"], { app: { checkModules: async () => CHECK } });
    expect(code).toBe(1);
    expect(stdout).toBe(`https://example.org/u.git at main (0123456789ab), installed in /srv/updates:
  module   installed  repository  state
  adblock  1.0.0      1.1.0       to be updated
  fresh    -          1.0.0       new
  gogs     1.0.0      1.0.0       up to date
  hotfix   2.0.0      1.0.0       newer than the repository (2.0.0 > 1.0.0), left alone
  os       1.0.0      1.1.0       disabled
  mine     1.0.0      -           not in the repository
  broken   1.0.0      -           cannot be read
broken: it is not JSON (/r/broken/index.json:2)
  Correct it.
2 modules to be updated. Next: orchestrator modules update.
`);
  });

  test("says of a module whose update is unfinished that it is, whatever its versions say", async () => {
    const check: ModulesCheck = {
      ...{ ...CHECK, exitCode: 0, unfinished: ["gogs"] },
      modules: [module("gogs", "same", ["1.0.0", "1.0.0"])],
    };
    const { stdout } = await run(["modules", "check"], { app: { checkModules: async () => check } });
    expect(stdout.split("\n").slice(1, -1)).toEqual([
      "  module  installed  repository  state",
      "  gogs    1.0.0      1.0.0       update unfinished",
      "gogs: an update of it is unfinished; the next one finishes it first",
      "1 update to be finished. Next: orchestrator modules update.",
    ]);
  });

  test("says who is at work where an update has not ended", async () => {
    const check: ModulesCheck = {
      ...{ ...CHECK, exitCode: 0, unfinished: ["gogs"], workingPid: 4711 },
      modules: [module("gogs", "newer", ["1.0.0", "1.1.0"])],
    };
    const { stdout } = await run(["modules", "check"], { app: { checkModules: async () => check } });
    expect(stdout.split("\n").slice(3, -1)).toEqual([
      "gogs: an update of it is unfinished; process 4711 is at work",
      "1 update to be finished. Next: wait until process 4711 has ended, then orchestrator modules update.",
    ]);
  });

  test("says why a version that a rollback has left is not installed again, and how it is", async () => {
    const modules = [module("gogs", "heldBack", ["1.0.0", "1.1.0"])];
    const check: ModulesCheck = { ...CHECK, exitCode: 0, modules };
    const line =
      "gogs: stays at 1.0.0, since a rollback has left 1.1.0; " +
      "orchestrator modules update gogs installs it again, and a higher version comes by itself";
    const { stdout } = await run(["modules", "check"], { app: { checkModules: async () => check } });
    expect(stdout.split("\n").slice(2, -1)).toEqual([
      ...[
        "  gogs    1.0.0      1.1.0       held back: 1.1.0 was left by a rollback",
        line,
        "Nothing is to be updated.",
      ],
    ]);
    const update = { ...UPDATE, exitCode: 0, modules, results: [] } as const;
    expect(updateLines(update, "orchestrator", NO_PAINT)).toEqual(["Nothing was to be updated.", line]);
  });

  test("leaves the answer to the log where that is in the form of the original", async () => {
    const app = { checkModules: async () => CHECK };
    expect((await run(["modules", "check", "--log-format", "seed"], { app })).stdout).toBe("");
    const json = await run(["modules", "check", "--log-format", "seed", "--output", "json"], { app });
    expect(JSON.parse(json.stdout)).toEqual(CHECK);
  });
});

describe("modules update", () => {
  test("says of one that is back what is not as before", () => {
    const gogs = result("gogs", "failed", {
      ...{ from: null, remains: ["its file stays"] },
      problem: { message: "no", output: [] },
    });
    const lines = updateLines({ ...UPDATE, modules: [], results: [gogs] }, "orchestrator", NO_PAINT);
    expect(lines[1]).toBe("  gogs  -  failed, not installed, but not all is as before, 1.5 s");
    expect(lines).toContain("gogs: not as before: its file stays");
  });

  test("says what became of each, and why", async () => {
    const { stdout } = await run(["modules", "update"], { app: { updateModules: async () => UPDATE } });
    expect(stdout).toBe(`2 of 6 modules updated; 1 module cannot be read.
  adblock  1.0.0 → 1.1.0  updated, 1.5 s
  fresh    1.0.0          installed, 1.5 s
  atuin    1.0.0          failed, back at the version before, 1.5 s
  gogs     -              failed, not installed, as before, 1.5 s
  web      1.0.0          refused, not touched
  late     1.0.0          not started
atuin: RuntimeError: boom
  | Traceback:
  | RuntimeError: boom
  orchestrator history show module.atuin/2 has the details
gogs: no
  orchestrator history show module.gogs/2 has the details
web: it has a device
  To do: Remove it.
broken: it is not JSON (/r/broken/index.json:2)
  Correct it.
`);
  });

  test("tells what could not be brought back from what failed", () => {
    const problem = { message: "the disk is full", hint: "Make room.", output: [] };
    const lost = { ...UPDATE, exitCode: 3, modules: [], results: [result("os", "notRestored", { problem })] } as const;
    expect(updateLines(lost, "orchestrator", NO_PAINT)).toEqual([
      "0 of 1 module updated; 1 could not be brought back, and a person is needed.",
      "  os  1.0.0  NOT RESTORED, 1.5 s",
      ...["os: the disk is full", "  To do: Make room.", "  orchestrator history show module.os/2 has the details"],
    ]);
  });

  test("has little to say where nothing was to be done", () => {
    const nothing = { ...UPDATE, exitCode: 0, modules: [module("a", "same", ["1", "1"])], results: [] } as const;
    expect(updateLines(nothing, "orchestrator", NO_PAINT)).toEqual(["Nothing was to be updated."]);
  });

  test("says why nothing was done with a module that was named", async () => {
    const states = ["same", "older", "disabled", "localOnly"] as const;
    const modules = states.map((state) => module(state, state, ["2.0.0", "1.0.0"]));
    const app = { updateModules: async () => ({ ...UPDATE, exitCode: 0, modules, results: [] }) as const };
    const { stdout } = await run(["modules", "update", ...states], { app });
    expect(stdout.split("\n").slice(1, -1)).toEqual([
      ...["same: up to date", "older: newer than the repository (2.0.0 > 1.0.0), left alone"],
      ...["disabled: disabled", "localOnly: not in the repository"],
    ]);
    expect((await run(["modules", "update"], { app })).stdout).toBe("Nothing was to be updated.\n");
  });
});

test("rows of a terminal have room for those that are at work", () => {
  const row = (name: string, phase: ModuleRow["phase"]): ModuleRow => {
    return { name, from: "1.0.0", to: "1.1.0", phase, line: phase === "running" ? "copying" : "", beganAt: 0 };
  };
  const rows = [row("done", "updated"), row("waits", "waiting"), row("runs", "running"), row("waits-too", "waiting")];
  const input = { columns: 44, rows: 10, now: 2000, paint: NO_PAINT };
  expect(moduleRows(rows, input)).toEqual([
    "done       1.0.0 → 1.1.0  updated",
    "waits      1.0.0 → 1.1.0  waiting",
    "runs       1.0.0 → 1.1.0  running 2.0 s  c…",
    "waits-too  1.0.0 → 1.1.0  waiting",
  ]);
  expect(moduleRows(rows, { ...input, columns: 80, rows: 4 })).toEqual([
    "done  1.0.0 → 1.1.0  updated",
    "runs  1.0.0 → 1.1.0  running 2.0 s  copying",
    "… and 2 more",
  ]);
});

const INSTALLED: InstalledModule = {
  ...{ name: "adblock", folder: "/srv/updates/modules/adblock", version: "1.0.0", isEnabled: true, priority: 10 },
  ...{
    description: "Ad blocking",
    captured: { files: ["/etc/adblock"], services: ["unbound"] },
    fault: null,
    warnings: [],
  },
  last: {
    ...{ deployment: "module.adblock/2", version: "1.1.0", startedAt: Date.UTC(2026, 2, 1), verdict: "inconsistent" },
    reason: `no\u001b[2J list could be fetched: ${"x".repeat(300)}`,
  },
};

test("modules status says what comes back, and that something did not", async () => {
  const { stdout, code } = await run(["modules", "status", "adblock"], {
    app: { moduleStatus: async () => INSTALLED },
  });
  expect(code).toBe(3);
  expect(stdout).toBe(`adblock 1.0.0
Ad blocking
Folder:      /srv/updates/modules/adblock
State:       enabled
Priority:    10
Comes back:  its folder, /etc/adblock, service unbound
Last update: update to 1.1.0 failed and could NOT be undone (module.adblock/2)
Reason:      no list could be fetched: ${"x".repeat(300)}
`);
});

test("modules list gives the reason of a failure in a bounded line", async () => {
  const last = { ...INSTALLED.last, verdict: "rolledBack" } as const;
  const modules = [
    { ...INSTALLED, last },
    { ...INSTALLED, name: "os", last: null },
  ];
  const { stdout } = await run(["modules", "list"], { app: { listModules: async () => modules as InstalledModule[] } });
  const [failed, other] = stdout.split("\n");
  expect(failed).toMatch(
    /^adblock {2}1\.0\.0 {2}enabled, update to 1\.1\.0 failed \S+ \S+: no list could be fetched: x{100,}…$/,
  );
  expect(failed?.length).toBeLessThan(260);
  expect(other).toBe("os       1.0.0  enabled");
});

test("modules enable says whether that changed anything", async () => {
  const app = { switchModule: async () => false };
  expect((await run(["modules", "enable", "os"], { app })).stdout).toBe("os was already enabled\n");
});
