// What is told while a deployment runs: plain lines for a pipe, records for a JSON log, a block in place for a terminal
// that is left as it was found.

import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import type { App, Live } from "../../src/cli/app-types.js";
import { createLineMaker } from "../../src/cli/run/progress-lines.js";
import { GATEWAY, JournalBuilder, PLAN } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";
import { Remembering, run } from "./support.js";

const RESULT = { exitCode: 1, outcome: "rolledBack", manifestName: "system-core-v2", plan: PLAN } as const;

/** An install that happened as a journal says. */
function replaying(records = journals.COMMIT_FAILED, during = async (_: Live) => {}): Partial<App> {
  return {
    installSystem: async (_, __, live) => {
      live.planned(PLAN);
      live.started("1", records.slice(0, 1));
      for (const record of records.slice(1)) live.observer.recorded(record);
      await during(live);
      return { ...RESULT, records };
    },
  };
}

describe("plain lines", () => {
  it("have one line for what begins and what ends", async () => {
    const { code, stderr } = await run(["install", "m.yaml"], { app: replaying() });
    expect(code).toBe(1);
    const lines = stderr.split("\n").map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""));
    expect(lines.slice(0, 4)).toEqual([
      "gateway.G13 Download …",
      "gateway.G13 Download done in 0.1 s",
      "gateway.G13 ArtifactInstall …",
      "gateway.G13 ArtifactInstall done in 0.1 s",
    ]);
    expect(lines).toContain("rtos.R456 ArtifactCommit FAILED after 0.1 s: exit code 1");
  });

  it("a call that starts several processes begins once", () => {
    const lineOf = createLineMaker();
    const twice = new JournalBuilder().begun("Download", GATEWAY).begun("Download", GATEWAY).records;
    expect(twice.map(lineOf).filter((line) => line !== undefined)).toHaveLength(1);
  });

  it("name a host reboot, and one that failed", async () => {
    const { stderr } = await run(["install", "m.yaml"], { app: replaying(journals.HOST_REBOOT_FAILED) });
    expect(stderr).toMatch(/ host reboot\n.* host reboot FAILED: reboot: not permitted\n/);
  });

  it.each([{ NO_COLOR: "1" }, { CI: "true" }, { TERM: "dumb" }])(
    "are for a terminal with %j, too",
    async (environment) => {
      const stderr = new Remembering();
      stderr.isTTY = true;
      await run(["install", "m.yaml"], { app: replaying(), stderr, environment });
      expect(stderr.text).not.toContain("\u001b");
      expect(stderr.text).toContain("gateway.G13 Download …");
    },
  );
});

describe("a JSON log", () => {
  it("has a record for what begins and what ends", async () => {
    const { stderr } = await run(["install", "m.yaml", "--log-format", "json"], { app: replaying() });
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: "call failed",
        component: "rtos.R456",
        call: "ArtifactCommit",
        reason: "exit",
      }),
    );
    expect(lines.at(-1)).toMatchObject({ message: "deployment ended", verdict: "rolledBack" });
  });
});

describe("the live view", () => {
  it("draws below the log, and leaves the terminal as it was", async () => {
    const stderr = new Remembering();
    stderr.isTTY = true;
    const drawn = async () => {
      while (!stderr.text.includes("gateway.G13  ")) await new Promise((resolve) => setImmediate(resolve));
    };
    const ran = await run(["install", "m.yaml"], { app: replaying(journals.SUCCESS.slice(0, -3), drawn), stderr });
    expect(stderr.text).toContain("\u001b[?25l");
    expect(stderr.text.endsWith("\r\u001b[J\u001b[?25h")).toBe(true);
    expect(ran.stdout).toContain("system-core-v2 is unfinished");
  });

  it("gives the cursor back when the use case throws", async () => {
    const stderr = new Remembering();
    stderr.isTTY = true;
    const app: Partial<App> = {
      installSystem: async () => {
        while (stderr.text === "") await new Promise((resolve) => setImmediate(resolve));
        throw new Error("broken");
      },
    };
    const { code } = await run(["install", "m.yaml"], { app, stderr });
    expect(code).toBe(1);
    expect(stderr.text).toContain("reading the manifest");
    expect(stderr.text.indexOf("\u001b[?25h")).toBeLessThan(stderr.text.indexOf("broken"));
  });
});

describe("signals", () => {
  const CASES = [
    { sent: ["SIGINT"], cancelled: true, left: false, code: 1 },
    { sent: ["SIGINT", "SIGINT"], cancelled: true, left: true, code: 130 },
    { sent: ["SIGTERM"], cancelled: false, left: true, code: 143 },
    { sent: ["SIGHUP"], cancelled: false, left: true, code: 129 },
    { sent: ["SIGTERM", "SIGHUP"], cancelled: false, left: true, code: 143 },
  ] as const;

  it.each(CASES)("$sent → $code", async ({ sent, cancelled, left, code }) => {
    const signals = new EventEmitter();
    const app: Partial<App> = {
      resumeSystems: async (_, __, { cancelSignal, leaveSignal }) => {
        for (const signal of sent) signals.emit(signal);
        expect([cancelSignal.aborted, leaveSignal.aborted]).toEqual([cancelled, left]);
        const result = { ...RESULT, outcome: left ? "left" : "rolledBack", records: journals.LEFT } as const;
        return [{ kind: "ran", system: "default", result }];
      },
    };
    const ran = await run(["resume", "--output", "json"], { app, signals });
    expect(ran.code).toBe(code);
    expect(JSON.parse(ran.stdout)).toMatchObject({ exitCode: code });
    expect(signals.eventNames()).toEqual([]);
    if (cancelled) expect(ran.stderr).toContain("is rolled back; press Ctrl-C again to leave at once");
  });
});
