// One component; the orchestrator is killed in Cleanup or in a state of the rollback. Those are run again; after a kill in
// the rollback's reboot the verify decides (section 3; ArtifactVerifyRollbackReboot itself: verify-rollback.ts). Such a
// `resume` has only the rollback or Cleanup left, so it exits 0 when it did that.

import { type ChainCase, run } from "./case.js";

export const KILLS_IN_ROLLBACK: readonly ChainCase[] = [
  {
    name: "kill in Cleanup: it is run again",
    groups: [["A"]],
    faults: ["kill in A Cleanup"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactCommit Cleanup"),
      run("resume", 0, "A Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "kill in Cleanup twice",
    groups: [["A"]],
    faults: ["kill in A Cleanup 1", "kill in A Cleanup 2"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactCommit Cleanup"),
      run("resume", "killed", "A Cleanup"),
      run("resume", 0, "A Cleanup"),
    ],
  },
  {
    name: "kill in Cleanup after a failed Download",
    groups: [["A"]],
    faults: ["error in A Download", "kill in A Cleanup"],
    runs: [run("install", "killed", "A Download Cleanup"), run("resume", 0, "A Cleanup")],
  },
  {
    name: "kill in Cleanup after a rollback",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall", "kill in A Cleanup"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup"),
      run("resume", 0, "A Cleanup"),
    ],
  },
  {
    name: "kill in Cleanup after a failure without rollback",
    groups: [["A no-rollback"]],
    faults: ["error in A ArtifactInstall", "kill in A Cleanup"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactFailure Cleanup"),
      run("resume", 3, "A Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactRollback: it is run again",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall", "kill in A ArtifactRollback"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactRollback"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactRollback, which then fails",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall", "kill in A ArtifactRollback 1", "error in A ArtifactRollback 2"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactRollback"),
      run("resume", 3, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactRollback, then rollback",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall", "kill in A ArtifactRollback"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactRollback"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactRollback of a component that reboots",
    groups: [["A Yes"]],
    faults: ["error in A ArtifactVerifyReboot", "kill in A ArtifactRollback"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactRollback"),
      run(
        "resume",
        0,
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in ArtifactRollbackReboot: the verify decides",
    groups: [["A Yes"]],
    faults: ["error in A ArtifactVerifyReboot", "kill in A ArtifactRollbackReboot"],
    runs: [
      run(
        "install",
        "killed",
        "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactRollback ArtifactRollbackReboot",
      ),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill while the host is told to reboot in the rollback",
    groups: [["A Automatic"]],
    faults: ["error in A ArtifactVerifyReboot", "kill in host reboot 2"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", "killed", "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactFailure: it is run again",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall", "kill in A ArtifactFailure"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactRollback ArtifactFailure"),
      run("resume", 0, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactFailure, no rollback",
    groups: [["A no-rollback"]],
    faults: ["error in A ArtifactInstall", "kill in A ArtifactFailure"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactFailure"),
      run("resume", 3, "A ArtifactFailure Cleanup"),
    ],
  },
];
