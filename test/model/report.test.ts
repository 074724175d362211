// The fold of a journal into a report: for each kind of end, what a view can say.

import { describe, expect, it } from "vitest";
import {
  type DeploymentReport,
  inconsistentComponents,
  reportOf,
  rolledBackComponents,
  type StampedRecord,
} from "../../src/model/index.js";
import { CALLS_OF_ALL, failed, GATEWAY, journal, PLAN, R456, R998, START } from "./journal-builder.js";
import * as journals from "./journals.js";

interface Summary {
  readonly verdict: DeploymentReport["verdict"];
  readonly phase: DeploymentReport["phase"];
  readonly cause: string | undefined;
  readonly runEnds: readonly (string | undefined)[];
  readonly standings: string;
  readonly resumesWith: string | undefined;
}

const CASES: readonly (readonly [string, readonly StampedRecord[], Summary])[] = [
  [
    "a success",
    journals.SUCCESS,
    {
      verdict: "succeeded",
      phase: "ended",
      cause: undefined,
      runEnds: ["ended"],
      standings: "committed committed committed",
      resumesWith: undefined,
    },
  ],
  [
    "a commit that fails is rolled back, the committed gateway too",
    journals.COMMIT_FAILED,
    {
      verdict: "rolledBack",
      phase: "ended",
      cause: "ArtifactCommit of rtos.R456",
      runEnds: ["ended"],
      standings: "rolledBack rolledBack rolledBack",
      resumesWith: undefined,
    },
  ],
  [
    "a rollback that fails, and one that is not supported",
    journals.INCONSISTENT,
    {
      verdict: "inconsistent",
      phase: "ended",
      cause: "ArtifactCommit of rtos.R456",
      runEnds: ["ended"],
      standings: "rolledBack inconsistent inconsistent",
      resumesWith: undefined,
    },
  ],
  [
    "a power cut, not yet resumed",
    journals.INTERRUPTED,
    {
      verdict: undefined,
      phase: "update",
      cause: undefined,
      runEnds: [undefined],
      standings: "installed unsettled installed",
      resumesWith: "ArtifactInstall",
    },
  ],
  [
    "a power cut in ArtifactInstall is its failure",
    journals.INTERRUPTED_AND_RESUMED,
    {
      verdict: "rolledBack",
      phase: "ended",
      cause: "ArtifactInstall of rtos.R456",
      runEnds: ["died", "ended"],
      standings: "rolledBack rolledBack rolledBack",
      resumesWith: undefined,
    },
  ],
  [
    "a power cut in ArtifactReboot is not",
    journals.REBOOT_INTERRUPTED,
    {
      verdict: undefined,
      phase: "update",
      cause: undefined,
      runEnds: ["died", undefined],
      standings: "installed untouched untouched",
      resumesWith: undefined,
    },
  ],
  [
    "a cancelled download: the calls we ended are not the cause",
    journals.CANCELLED,
    {
      verdict: "rolledBack",
      phase: "ended",
      cause: "cancelled",
      runEnds: ["ended"],
      standings: "rolledBack untouched untouched",
      resumesWith: undefined,
    },
  ],
  [
    "stopped before the commit, as asked",
    journals.STOPPED_BEFORE_COMMIT,
    {
      verdict: undefined,
      phase: "update",
      cause: undefined,
      runEnds: ["ArtifactCommit"],
      standings: "installed installed installed",
      resumesWith: "ArtifactCommit",
    },
  ],
  [
    "the host must reboot",
    journals.HOST_REBOOT,
    {
      verdict: undefined,
      phase: "update",
      cause: undefined,
      runEnds: ["hostReboot"],
      standings: "installed untouched untouched",
      resumesWith: "ArtifactVerifyReboot",
    },
  ],
  [
    "the host could not reboot",
    journals.HOST_REBOOT_FAILED,
    {
      verdict: "rolledBack",
      phase: "ended",
      cause: "hostReboot",
      runEnds: ["ended"],
      standings: "rolledBack untouched untouched",
      resumesWith: undefined,
    },
  ],
  [
    "left because of a signal",
    journals.LEFT,
    {
      verdict: undefined,
      phase: "update",
      cause: undefined,
      runEnds: ["signal"],
      standings: "installed untouched untouched",
      resumesWith: "Download",
    },
  ],
  [
    "a full disk",
    journals.DISK_FULL,
    {
      verdict: "rolledBack",
      phase: "ended",
      cause: "diskFull",
      runEnds: ["ended"],
      standings: "rolledBack untouched untouched",
      resumesWith: undefined,
    },
  ],
];

function summary(report: DeploymentReport): Summary {
  const { cause } = report;
  return {
    verdict: report.verdict,
    phase: report.phase,
    cause: cause?.kind === "call" ? `${cause.failure.call} of ${cause.failure.component}` : cause?.kind,
    runEnds: report.runs.map(({ end }) => end),
    standings: report.components.map(({ standing }) => standing).join(" "),
    resumesWith: report.resumesWith,
  };
}

describe("reportOf", () => {
  it.each(CASES)("%s", (_, records, expected) => {
    expect(summary(reportOf(PLAN, records))).toEqual(expected);
  });

  it("says who, when and from which version to which", () => {
    const report = reportOf(PLAN, journals.SUCCESS);
    expect(report).toMatchObject({ id: "20260301T120000-1", manifestName: "system-core-v2", startedAt: START });
    expect(report.components.map(({ key, from, to, now }) => [key, from, to, now])).toEqual([
      [GATEWAY, "v1", "v2", "v2"],
      [R456, "v1", "v2", "v2"],
      [R998, "v1", "v2", "v2"],
    ]);
  });

  it("keeps the failing call's reason, exit code and last lines", () => {
    const { cause } = reportOf(PLAN, journals.COMMIT_FAILED);
    expect(cause).toMatchObject({
      kind: "call",
      failure: { reason: "exit", exitCode: 1, outputTail: ["ArtifactCommit: injected fault", "giving up"] },
    });
  });

  it("lists a component's calls in order, with outcome, answer and duration", () => {
    const gateway = reportOf(PLAN, journals.COMMIT_FAILED).components[0];
    expect(gateway?.calls.map(({ call, status, answer }) => [call, status, answer])).toEqual(CALLS_OF_ALL);
    expect(gateway?.calls.find(({ call }) => call === "Download")?.durationMilliseconds).toBe(100);
  });

  it("names what was rolled back, and why the rest was not", () => {
    const report = reportOf(PLAN, journals.INCONSISTENT);
    expect(rolledBackComponents(report).map(({ key }) => key)).toEqual([GATEWAY]);
    expect(inconsistentComponents(report).map(({ key, reason, now }) => [key, reason, now])).toEqual([
      [R456, "ArtifactRollback failed", undefined],
      [R998, "it does not support rollback", undefined],
    ]);
    expect(report.failures.map(({ call, component }) => `${call} ${component}`)).toEqual([
      `ArtifactCommit ${R456}`,
      `ArtifactRollback ${R456}`,
    ]);
  });

  it("knows what will stay inconsistent before the deployment has ended", () => {
    const beforeEnd = journals.INCONSISTENT.slice(0, -1);
    const reasons = inconsistentComponents(reportOf(PLAN, beforeEnd)).map(({ reason }) => reason);
    expect(reasons).toEqual(["ArtifactRollback failed: exit code 2", "its interface does not support rollback"]);
  });

  it("takes the reason of an interruption from the event, and shows the call as failed", () => {
    const r456 = reportOf(PLAN, journals.INTERRUPTED_AND_RESUMED).components[1];
    const install = r456?.calls.find(({ call }) => call === "ArtifactInstall");
    expect(install).toMatchObject({ status: "failed", failure: { reason: "interrupted" } });
  });

  it("an install that a signal interrupted failed because of that, whoever came after", () => {
    const begun = journal().went("Download", GATEWAY).begun("ArtifactInstall", GATEWAY).stopped("signal");
    const resumed = begun
      .run("resume")
      .ended("ArtifactInstall", GATEWAY, failed("stopped", "interrupted"))
      .happened({ type: "stateSettled", failed: [GATEWAY] });
    expect(reportOf(PLAN, resumed.records).cause).toMatchObject({
      failure: { reason: "interrupted", message: "the orchestrator was stopped by a signal while it ran" },
    });
  });

  const rebooting = (need: "Yes" | "Automatic" | "No") =>
    journal()
      .went("Download", GATEWAY)
      .went("ArtifactInstall", GATEWAY)
      .ask("NeedsArtifactReboot", { [GATEWAY]: need })
      .happened({ type: "rollbackRequested", reason: "user" })
      .ask("SupportsRollback", { [GATEWAY]: true })
      .went("ArtifactRollback", GATEWAY);
  it.each([
    ["that needs no reboot", rebooting("No"), "rolledBack"],
    ["that owes the reboot", rebooting("Yes"), "unsettled"],
    ["that owes the host's reboot", rebooting("Automatic"), "unsettled"],
    ["that owes the verify", rebooting("Yes").went("ArtifactRollbackReboot", GATEWAY), "unsettled"],
    ["that was verified", rebooting("Yes").went("ArtifactVerifyRollbackReboot", GATEWAY), "rolledBack"],
    ["that is past all of it", rebooting("Automatic").went("ArtifactFailure", GATEWAY), "rolledBack"],
  ] as const)("a component %s after its ArtifactRollback", (_, { records }, standing) => {
    expect(reportOf(PLAN, records).components[0]?.standing).toBe(standing);
  });

  it("shows an interrupted reboot as interrupted, and no failure", () => {
    const report = reportOf(PLAN, journals.REBOOT_INTERRUPTED);
    const reboot = report.components[0]?.calls.find(({ call }) => call === "ArtifactReboot");
    expect(reboot?.status).toBe("interrupted");
    expect(report.failures).toEqual([]);
  });

  it("keeps each run's verb and options", () => {
    const [run] = reportOf(PLAN, journals.STOPPED_BEFORE_COMMIT).runs;
    expect(run).toMatchObject({ verb: "install", stopBefore: ["ArtifactCommit", "Cleanup"], exitOnReboot: true });
  });

  const everyJournal = Object.entries(journals).filter((entry): entry is [string, StampedRecord[]] =>
    Array.isArray(entry[1]),
  );
  it.each(everyJournal)("every beginning of %s has a report", (_, records) => {
    for (let length = 0; length <= records.length; length += 1) {
      const report = reportOf(PLAN, records.slice(0, length));
      expect(report.components).toHaveLength(3);
      expect(report.verdict === undefined).toBe(records[length - 1]?.record.type !== "deploymentEnded");
    }
  });
});
