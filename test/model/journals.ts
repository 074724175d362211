// The deployments that the views are tested with, each a journal as the driver writes it.

import { failed, GATEWAY, JournalBuilder, journal, OK, R456, R998 } from "./journal-builder.js";

const GATE_COMMIT = { type: "gatePassed" } as const;

export const FAULT = failed("exit code 1", "exit", ["ArtifactCommit: injected fault", "giving up"]);

function bothInstalled(builder = journal()): JournalBuilder {
  return builder.installed(GATEWAY).installed(R456, R998);
}

export const SUCCESS = bothInstalled()
  .happened(GATE_COMMIT)
  .went("ArtifactCommit", GATEWAY)
  .went("ArtifactCommit", R456, R998)
  .happened(GATE_COMMIT)
  .went("Cleanup", GATEWAY)
  .went("Cleanup", R456, R998)
  .end("succeeded").records;

function commitFails(): JournalBuilder {
  return bothInstalled()
    .happened(GATE_COMMIT)
    .went("ArtifactCommit", GATEWAY)
    .call("ArtifactCommit", { [R456]: FAULT, [R998]: OK });
}

function cleanedUp(builder: JournalBuilder): JournalBuilder {
  return builder.happened(GATE_COMMIT).went("Cleanup", GATEWAY).went("Cleanup", R456, R998);
}

export const COMMIT_FAILED = cleanedUp(
  commitFails().happened(GATE_COMMIT).rolledBack(R456, R998).rolledBack(GATEWAY),
).end("rolledBack").records;

export const INCONSISTENT = cleanedUp(
  commitFails()
    .happened(GATE_COMMIT)
    .ask("SupportsRollback", { [R456]: true, [R998]: false })
    .call("ArtifactRollback", { [R456]: failed("exit code 2") })
    .went("ArtifactFailure", R456, R998)
    .rolledBack(GATEWAY),
).end("inconsistent", {
  inconsistent: { [R456]: "ArtifactRollback failed", [R998]: "it does not support rollback" },
}).records;

/** The power went in ArtifactInstall of the boards; R998's had ended. */
export const INTERRUPTED = journal()
  .installed(GATEWAY)
  .went("Download", R456, R998)
  .begun("ArtifactInstall", R456, R998)
  .pass(50)
  .ended("ArtifactInstall", R998, OK).records;

export const INTERRUPTED_AND_RESUMED = cleanedUp(
  journal()
    .installed(GATEWAY)
    .went("Download", R456, R998)
    .begun("ArtifactInstall", R456, R998)
    .pass(50)
    .ended("ArtifactInstall", R998, OK)
    .pass(60_000)
    .run("resume")
    .ended("ArtifactInstall", R456, failed("the power went while this ran", "interrupted"))
    .happened({ type: "stateSettled", failed: [R456] })
    .happened(GATE_COMMIT)
    .rolledBack(R456, R998)
    .rolledBack(GATEWAY),
).end("rolledBack").records;

/** Killed in ArtifactReboot: its verify decides, and it went well. */
export const REBOOT_INTERRUPTED = journal()
  .went("Download", GATEWAY)
  .went("ArtifactInstall", GATEWAY)
  .ask("NeedsArtifactReboot", { [GATEWAY]: "Yes" })
  .begun("ArtifactReboot", GATEWAY)
  .pass(60_000)
  .run("resume")
  .ended("ArtifactReboot", GATEWAY, failed("the power went while this ran", "interrupted"))
  .happened({ type: "stateSettled", failed: [] })
  .went("ArtifactVerifyReboot", GATEWAY).records;

export const CANCELLED = journal()
  .installed(GATEWAY)
  .call("Download", { [R456]: failed("cancelled", "cancelled"), [R998]: failed("cancelled", "cancelled") })
  .happened({ type: "cancelRequested" })
  .happened(GATE_COMMIT)
  .rolledBack(GATEWAY)
  .happened(GATE_COMMIT)
  .went("Cleanup", GATEWAY)
  .went("Cleanup", R456, R998)
  .end("rolledBack", { cancelled: true }).records;

export const STOPPED_BEFORE_COMMIT = bothInstalled(
  new JournalBuilder().started().run("install", { stopBefore: ["ArtifactCommit", "Cleanup"], exitOnReboot: true }),
).stopped("ArtifactCommit").records;

export const HOST_REBOOT = journal()
  .went("Download", GATEWAY)
  .went("ArtifactInstall", GATEWAY)
  .ask("NeedsArtifactReboot", { [GATEWAY]: "Automatic" })
  .add({ type: "commandGiven", command: { kind: "rebootHost", phase: "update", components: [GATEWAY] } })
  .stopped("hostReboot").records;

export const HOST_REBOOT_FAILED = journal()
  .went("Download", GATEWAY)
  .went("ArtifactInstall", GATEWAY)
  .ask("NeedsArtifactReboot", { [GATEWAY]: "Automatic" })
  .add({ type: "commandGiven", command: { kind: "rebootHost", phase: "update", components: [GATEWAY] } })
  .stopped("hostReboot")
  .happened({ type: "hostRebootFailed", message: "reboot: not permitted" })
  .happened(GATE_COMMIT)
  .rolledBack(GATEWAY)
  .happened(GATE_COMMIT)
  .went("Cleanup", GATEWAY)
  .end("rolledBack").records;

export const LEFT = journal().installed(GATEWAY).begun("Download", R456, R998).stopped("signal").records;

/** The disk filled up while the boards were updated. */
export const DISK_FULL = cleanedUp(
  journal()
    .installed(GATEWAY)
    .went("Download", R456, R998)
    .happened({ type: "rollbackRequested", reason: "diskFull" })
    .happened(GATE_COMMIT)
    .rolledBack(GATEWAY),
).end("rolledBack").records;
