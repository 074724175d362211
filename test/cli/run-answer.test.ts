// What install, resume and rollback answer at their end: for a person word by word, for a script by shape.

import { describe, expect, it } from "vitest";
import type { RunResult } from "../../src/cli/app-types.js";
import { NO_PAINT } from "../../src/cli/render/paint.js";
import { orderLines } from "../../src/cli/render/plan/by-order.js";
import { runJson, runLines } from "../../src/cli/render/run-answer.js";
import { GATEWAY, journal, PLAN, planned, R456 } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";

const ID = "20260301T120000-1";

function result(part: Partial<RunResult> & Pick<RunResult, "exitCode" | "outcome" | "records">): RunResult {
  return { manifestName: PLAN.manifestName, deploymentId: ID, plan: PLAN, ...part };
}

const SUCCESS = result({ exitCode: 0, outcome: "done", records: journals.SUCCESS });
const FAILED = result({ exitCode: 1, outcome: "rolledBack", records: journals.COMMIT_FAILED });

function answer(run: RunResult, verb: "install" | "resume" | "rollback" = "install"): string {
  return runLines({ result: run, verb }, "orchestrator", NO_PAINT).join("\n");
}

describe("the answer of a run", () => {
  it("a success: from which version to which", () => {
    expect(answer(SUCCESS)).toBe(
      `\
system-core-v2 is installed (0.8 s).
  gateway.G13  v1 → v2  updated
  rtos.R456    v1 → v2  updated
  rtos.R998    v1 → v2  updated`,
    );
  });

  it("a failure: which call, its last lines, and that everything is as before", () => {
    expect(answer(FAILED)).toBe(
      `\
system-core-v2 was not installed: ArtifactCommit of rtos.R456 failed: exit code 1.
  | ArtifactCommit: injected fault
  | giving up
Everything was rolled back; the system is as before:
  gateway.G13  v1  rolled back
  rtos.R456    v1  rolled back
  rtos.R998    v1  rolled back
Next: orchestrator history show ${ID} has the details.`,
    );
  });

  it("a component whose Download alone has run is not installed, not `not touched`", () => {
    const cancelled = result({ exitCode: 130, outcome: "rolledBack", records: journals.CANCELLED });
    expect(answer(cancelled)).toContain("  rtos.R456    v1  not installed\n");
    const left = result({ exitCode: 130, outcome: "left", records: journals.LEFT.slice(0, 3) });
    expect(answer(left)).toContain("  rtos.R456    v1  not touched\n");
  });

  it("a version that would write to the terminal is shown, not carried out", () => {
    const hostile = "\u001b[2J\u001b]0;owned\u0007";
    const component = planned("gateway", "G13", { from: hostile, to: hostile });
    const plan = {
      ...{ manifestName: "m", skipped: [] },
      groups: [{ order: 1, components: [component] }],
    };
    const shown = runLines({ result: { ...SUCCESS, plan }, verb: "install" }, "orchestrator", NO_PAINT).join("\n");
    expect(shown).toContain("gateway.G13  ·]0;owned· → ·]0;owned·  updated");
    expect(orderLines(plan, NO_PAINT).join("\n")).toContain("gateway.G13  ·]0;owned· → ·]0;owned·");
  });

  it("an inconsistent end: what is where, why, and what a person must do", () => {
    expect(answer(result({ exitCode: 3, outcome: "inconsistent", records: journals.INCONSISTENT }))).toBe(
      `\
system-core-v2 was not installed, and the system is INCONSISTENT: ArtifactCommit of rtos.R456 failed: exit code 1.
  | ArtifactCommit: injected fault
  | giving up
2 of 3 could not be brought back; a person is needed:
  gateway.G13  v1        rolled back
  rtos.R456    v1 or v2  inconsistent: ArtifactRollback failed
  rtos.R998    v1 or v2  inconsistent: it does not support rollback
Next: repair what is inconsistent, check with orchestrator show-provides, then install again.`,
    );
  });

  it("a component that others have changed: what it was, and what it is now", () => {
    const changes = [{ component: R456, expected: "v1", found: "v3" }];
    const turned = journal().installed(GATEWAY);
    turned.add({ type: "safetyDecided", decision: { kind: "changed", during: "update", changes } });
    const { records } = turned.rolledBack(GATEWAY).end("rolledBack");
    expect(
      answer(result({ exitCode: 1, outcome: "rolledBack", records }))
        .split("\n")
        .slice(2, 5),
    ).toEqual([
      "  gateway.G13  v1          rolled back",
      "  rtos.R456    v1, now v3  changed by others, not installed",
      "  rtos.R998    v1          not touched",
    ]);
  });

  it("a stop before the commit, as asked", () => {
    const stopped = { exitCode: 0, outcome: "stopped", stoppedBefore: "ArtifactCommit" } as const;
    expect(answer(result({ ...stopped, records: journals.STOPPED_BEFORE_COMMIT }))).toBe(
      `\
system-core-v2 is unfinished: stopped before ArtifactCommit, as asked.
Now:
  gateway.G13  v1 → v2  installed, not committed
  rtos.R456    v1 → v2  installed, not committed
  rtos.R998    v1 → v2  installed, not committed
Next: orchestrator resume commits it, orchestrator rollback undoes it.`,
    );
  });

  it("a host that must reboot", () => {
    expect(answer(result({ exitCode: 4, outcome: "hostReboot", records: journals.HOST_REBOOT }))).toBe(
      `\
system-core-v2 is unfinished: the host must reboot, or is rebooting.
Now:
  gateway.G13  v1 → v2  installed, not committed
  rtos.R456    v1       not touched
  rtos.R998    v1       not touched
Next: reboot the host, then orchestrator resume.`,
    );
  });

  it("left because of a signal", () => {
    const lines = answer(result({ exitCode: 143, outcome: "left", records: journals.LEFT })).split("\n");
    expect(lines[0]).toBe("system-core-v2 is unfinished: left because of a signal in Download.");
    expect(lines.at(-1)).toBe("Next: orchestrator resume goes on with it.");
  });

  it("a rollback that was asked for is no failure", () => {
    const lines = answer(result({ exitCode: 0, outcome: "rolledBack", records: journals.DISK_FULL }), "rollback");
    expect(lines.split("\n")[0]).toBe("system-core-v2 was rolled back.");
  });

  it("nothing to do, and what was left alone", () => {
    const skipped = [{ ...planned("gateway", "G13", { from: "v2", to: "v2" }), reason: "already-installed" as const }];
    const plan = { manifestName: "system-core-v2", groups: [], skipped };
    expect(answer(result({ exitCode: 0, outcome: "unchanged", records: [], plan }))).toBe(
      `\
system-core-v2 is already installed; nothing was done.
  gateway.G13  v2  already installed, not touched`,
    );
  });

  it("an interface cannot move the cursor or forge a line", () => {
    const forged = journals.COMMIT_FAILED.map((stamped) => {
      const { record } = stamped;
      if (record.type !== "callEnded" || record.outcome.ok) return stamped;
      const outcome = { ...record.outcome, outputTail: ["\u001b[2Jall\rgood\u0007"], message: "no\nsuccess" };
      return { ...stamped, record: { ...record, outcome } };
    });
    const text = answer({ ...FAILED, records: forged });
    expect(text).toContain("failed: no·success.");
    expect(text).toContain("  | all·good·");
  });
});

describe("the answer as JSON", () => {
  it("has the same keys for a success and a failure", () => {
    const [success, failure] = [SUCCESS, FAILED].map((run): Record<string, unknown> => runJson(run));
    expect(Object.keys(success ?? {})).toEqual(Object.keys(failure ?? {}));
  });

  it("names the failing call", () => {
    expect(JSON.parse(JSON.stringify(runJson(FAILED)))).toEqual({
      outcome: "rolledBack",
      exitCode: 1,
      deployment: ID,
      manifest: "system-core-v2",
      cancelled: false,
      components: ["gateway.G13", "rtos.R456", "rtos.R998"].map((component) => ({
        component,
        type: component.split(".")[0],
        id: component.split(".")[1],
        order: component === "gateway.G13" ? 10 : 20,
        from: "v1",
        to: "v2",
        now: "v1",
        state: "rolledBack",
      })),
      skipped: [],
      failure: {
        kind: "call",
        component: "rtos.R456",
        call: "ArtifactCommit",
        reason: "exit",
        message: "exit code 1",
        exitCode: 1,
        output: ["ArtifactCommit: injected fault", "giving up"],
        at: "2026-03-01T12:00:00.600Z",
      },
    });
  });
});
