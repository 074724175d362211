// What a person and a script see of rollback points: in a plan, while they are captured and restored, and afterwards.

import { describe, expect, it } from "vitest";
import { NO_PAINT } from "../../src/cli/render/paint.js";
import { orderLines } from "../../src/cli/render/plan/by-order.js";
import { planJson } from "../../src/cli/render/plan/plan-json.js";
import { runJson, runLines } from "../../src/cli/render/run-answer.js";
import { liveLines } from "../../src/cli/run/live-lines.js";
import { reportOf, type StampedRecord } from "../../src/model/index.js";
import { START } from "../model/journal-builder.js";
import * as journals from "../model/point-journals.js";
import { sequence } from "./plans.js";
import { run } from "./support.js";

const { POINT_PLAN } = journals;

async function page(records: readonly StampedRecord[], ...words: readonly string[]): Promise<string> {
  const app = { showDeployment: async () => ({ id: "7", plan: POINT_PLAN, records }) };
  const { stdout } = await run(["history", "show", "7", ...words], { app });
  return stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME");
}

function answer(records: readonly StampedRecord[]) {
  const result = { ...{ manifestName: "m", deploymentId: "7", plan: POINT_PLAN, records }, exitCode: 3 } as const;
  const ended = { ...result, outcome: "inconsistent" } as const;
  return {
    text: runLines({ result: ended, verb: "install" }, "orchestrator", NO_PAINT).join("\n"),
    json: runJson(ended),
  };
}

describe("a plan", () => {
  it("names what is captured", () => {
    expect(orderLines(POINT_PLAN, NO_PAINT).join("\n")).toBe(`\
system-core-v2: 1 component would be updated, in 1 order group.
Order 10:
  gateway.G13  v1 → v2  /bundle/gateway-v2.mender
Captured before, and brought back if it is rolled back:
  gateway.G13  /etc/app, /opt/app, app.service, sqlite /var/lib/app.db`);
  });

  it("so does its JSON", () => {
    const planned = { isFeasible: true, sequence: sequence([]), warnings: [] } as const;
    const shown = planJson({
      ...{ manifestName: "m", warnings: [], problem: undefined, answer: planned, legs: [POINT_PLAN] },
    });
    expect(shown.groups[0]?.components[0]).toMatchObject({
      rollback_point: { files: ["/etc/app", "/opt/app"], services: ["app.service"] },
    });
  });
});

describe("history show", () => {
  it("has captures and restores among the calls, with size, time and point", async () => {
    expect(await page(journals.RESTORED)).toContain(`\
Calls:
  gateway.G13
    Download                     ok  0.1 s
    capture                      ok  1.5 s  120 MiB  point 00f1e2d3c4b5a697  (/etc/app/pipe is a named pipe)
    ArtifactInstall              FAILED  0.1 s  exit code 1
    SupportsRollback             Yes  0.1 s
    ArtifactRollback             ok  1.0 s
    restore                      ok  0.9 s  point 00f1e2d3c4b5a697
    ArtifactFailure              ok  0.1 s
    Cleanup                      ok  0.1 s
`);
  });

  it("says of one that failed what is in which state, and what can be done", async () => {
    const shown = await page(journals.NOT_RESTORED);
    expect(shown).toContain("its rollback point could not be restored: /etc/app is as before, app.db is half done");
    expect(shown).toContain("To do for gateway.G13: Restore it with `orchestrator backup restore`.\n");
    expect(await page(journals.NOT_CAPTURED)).toContain("To do: Name what is mounted by itself.\n");
  });

  it("knows of one that was interrupted", async () => {
    expect(await page(journals.CAPTURE_INTERRUPTED)).toMatch(/capture +interrupted\n/);
  });

  it("as JSON", async () => {
    expect(JSON.parse(await page(journals.NOT_RESTORED, "--output", "json"))).toMatchObject({
      components: [{ state: "inconsistent", hint: "Restore it with `orchestrator backup restore`." }],
      rollbackPoints: [
        { call: "capture", status: "succeeded", pointId: "00f1e2d3c4b5a697", sizeBytes: 125_829_120 },
        { call: "restore", status: "failed", durationMilliseconds: 900, message: expect.stringContaining("half done") },
      ],
      failures: [
        { call: "ArtifactInstall" },
        { call: "ArtifactRollback", code: "BACKUP_RESTORE_FAILED", hint: expect.stringContaining("Restore it") },
      ],
    });
  });
});

describe("the answer of a run", () => {
  it("says what stays although everything was brought back, and does not say that all is as before", () => {
    const { text, json } = answer(journals.RESTORED_BUT);
    expect(text).toContain("Everything was rolled back; not all is as before:\n");
    expect(text).toContain(`Not as before at gateway.G13: ${journals.REMAINS[0]}`);
    expect(json.components[0]).toMatchObject({ state: "rolledBack", remains: journals.REMAINS });
    expect(answer(journals.RESTORED).text).toContain("the system is as before:\n");
  });

  it("says what could not be brought back, and what a person can do", () => {
    const { text, json } = answer(journals.NOT_RESTORED);
    expect(text).toContain("could not be restored: /etc/app is as before, app.db is half done");
    expect(text).toContain("To do for gateway.G13: Restore it with `orchestrator backup restore`.");
    expect(json.components[0]).toMatchObject({
      reason: expect.stringContaining("app.db is half done"),
      hint: expect.stringContaining("Restore it"),
    });
  });

  it("says why nothing could be captured", () => {
    const { text, json } = answer(journals.NOT_CAPTURED);
    expect(text).toContain("its rollback point could not be captured: /etc/app holds a mount point");
    expect(text).toContain("To do: Name what is mounted by itself.");
    expect(json.failure).toMatchObject({ code: "BACKUP_SOURCE_UNUSABLE", hint: "Name what is mounted by itself." });
  });
});

describe("while it runs", () => {
  it("plain lines", async () => {
    const app = {
      installSystem: async (_: unknown, __: unknown, live: { observer: { recorded(record: StampedRecord): void } }) => {
        for (const record of journals.NOT_RESTORED) live.observer.recorded(record);
        const ended = { exitCode: 3, outcome: "inconsistent", manifestName: "m", plan: POINT_PLAN } as const;
        return { ...ended, records: journals.NOT_RESTORED };
      },
    };
    const { stderr } = await run(["install", "m.yaml"], { app });
    const lines = stderr.split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
    expect(lines).toContain("gateway.G13 capture of its rollback point …");
    expect(lines).toContain("gateway.G13 capture done in 1.5 s, 120 MiB");
    expect(lines).toContain("gateway.G13 restore of rollback point 00f1e2d3c4b5a697 …");
    expect(lines).toContainEqual(expect.stringMatching(/^gateway\.G13 restore FAILED after 0\.9 s: .*half done$/));
  });

  it("the live view", () => {
    const report = reportOf(POINT_PLAN, journals.capturing().records);
    const view = { transfers: { of: () => undefined }, now: START + 5_100, columns: 80, rows: 24, paint: NO_PAINT };
    expect(liveLines({ report, ...view })[1]).toBe("  gateway.G13  capture of its rollback point  5.0 s");
  });
});
