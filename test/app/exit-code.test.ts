// What a script is told: one row per way a run can end.

import { describe, expect, it } from "vitest";
import { exitCodeOfRun } from "../../src/app/exit-code.js";
import type { RunEnd } from "../../src/engine/index.js";
import type { RunVerb, StopPoint, Verdict } from "../../src/model/index.js";

type End = Exclude<RunEnd, { kind: "tooLate" }>;

const BAD = { "rtos.R456": "ArtifactRollback failed" };

function ended(verdict: Verdict, options: { cancelled?: boolean; failureKnown?: boolean } = {}): End {
  const inconsistent = verdict === "inconsistent" ? BAD : {};
  return { kind: "ended", verdict, cancelled: false, failureKnown: false, inconsistent, ...options };
}

function stopped(before: StopPoint, options: Partial<Extract<End, { kind: "stopped" }>> = {}): End {
  return {
    kind: "stopped",
    before,
    failed: false,
    failureKnown: false,
    cancelled: false,
    inconsistent: {},
    ...options,
  };
}

const ROWS: readonly (readonly [name: string, verb: RunVerb, end: End, exitCode: number])[] = [
  ["a success", "install", ended("succeeded"), 0],
  ["a resumed success", "resume", ended("succeeded"), 0],
  ["a failure that was rolled back", "install", ended("rolledBack"), 1],
  ["a failure found by resume", "resume", ended("rolledBack"), 1],
  ["a resume that had only the way back to do", "resume", ended("rolledBack", { failureKnown: true }), 0],
  ["a rollback that was asked for", "rollback", ended("rolledBack"), 0],
  ["a cancelled install", "install", ended("rolledBack", { cancelled: true }), 130],
  ["inconsistent outranks cancelled", "install", ended("inconsistent", { cancelled: true }), 3],
  ["inconsistent after a rollback that was asked for", "rollback", ended("inconsistent"), 3],
  ["inconsistent after a known failure", "resume", ended("inconsistent", { failureKnown: true }), 3],
  ["stopped before the commit", "install", stopped("ArtifactCommit"), 0],
  ["stopped before Cleanup after a success", "resume", stopped("Cleanup"), 0],
  ["stopped before the rollback", "install", stopped("ArtifactRollback", { failed: true }), 1],
  [
    "stopped before the rollback once more",
    "resume",
    stopped("ArtifactRollback", { failed: true, failureKnown: true }),
    1,
  ],
  ["stopped before Cleanup because something failed", "install", stopped("Cleanup", { failed: true }), 1],
  ["rolled back and stopped before Cleanup", "rollback", stopped("Cleanup", { failed: true }), 0],
  ["stopped before Cleanup, inconsistent", "rollback", stopped("Cleanup", { failed: true, inconsistent: BAD }), 3],
  ["the host must reboot", "install", { kind: "hostReboot" }, 4],
];

describe("exitCodeOfRun", () => {
  it.each(ROWS)("%s", (_name, verb, end, exitCode) => {
    expect(exitCodeOfRun(end, verb)).toBe(exitCode);
  });
});
