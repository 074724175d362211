// Ctrl-C ends the running call and rolls back, exit 130; a second one, SIGTERM and SIGHUP leave at once, resumable, and
// never roll back, since a host reboot sends them. A call that was left is an interrupted one, as after a kill.

import { type ChainCase, run } from "./case.js";

const ONE = [["A"]];

export const SIGNALS: readonly ChainCase[] = [
  {
    name: "interrupt in Download",
    groups: ONE,
    faults: ["interrupt in A Download"],
    runs: [run("install", 130, "A Download Cleanup"), run("resume", 2)],
  },
  {
    name: "interrupt in ArtifactInstall",
    groups: ONE,
    faults: ["interrupt in A ArtifactInstall"],
    runs: [
      run("install", 130, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "interrupt in ArtifactInstall, no rollback: inconsistent outranks cancelled",
    groups: [["A no-rollback"]],
    faults: ["interrupt in A ArtifactInstall"],
    runs: [run("install", 3, "A Download ArtifactInstall ArtifactFailure Cleanup")],
  },
  {
    name: "interrupt in ArtifactReboot",
    groups: [["A Yes"]],
    faults: ["interrupt in A ArtifactReboot"],
    runs: [
      run(
        "install",
        130,
        "A Download ArtifactInstall ArtifactReboot",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "interrupt in ArtifactVerifyReboot",
    groups: [["A Yes"]],
    faults: ["interrupt in A ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        130,
        "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "interrupt in ArtifactCommit",
    groups: ONE,
    faults: ["interrupt in A ArtifactCommit"],
    runs: [run("install", 130, "A Download ArtifactInstall ArtifactCommit ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "interrupt in the second group's ArtifactInstall",
    groups: [["A"], ["B"]],
    faults: ["interrupt in B ArtifactInstall"],
    runs: [
      run(
        "install",
        130,
        "A Download ArtifactInstall",
        "B Download ArtifactInstall",
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "interrupt in both neighbours' ArtifactInstall",
    groups: [["A", "B"]],
    faults: ["interrupt in AB ArtifactInstall"],
    runs: [run("install", 130, "AB Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "interrupt in a resume",
    groups: ONE,
    faults: ["interrupt in A ArtifactCommit"],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("resume", 130, "A ArtifactCommit ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "interrupt, and again in the rollback: left at once, resumable",
    groups: ONE,
    faults: ["interrupt in A ArtifactInstall", "interrupt in A ArtifactRollback"],
    runs: [
      run("install", 130, "A Download ArtifactInstall ArtifactRollback"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "terminate in Download",
    groups: ONE,
    faults: ["terminate in A Download"],
    runs: [run("install", 143, "A Download"), run("resume", 1, "A Cleanup")],
  },
  {
    name: "terminate in ArtifactInstall",
    groups: ONE,
    faults: ["terminate in A ArtifactInstall"],
    runs: [
      run("install", 143, "A Download ArtifactInstall"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "terminate in ArtifactReboot: the verify decides",
    groups: [["A Yes"]],
    faults: ["terminate in A ArtifactReboot"],
    runs: [
      run("install", 143, "A Download ArtifactInstall ArtifactReboot"),
      run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "terminate in ArtifactRollback",
    groups: ONE,
    faults: ["error in A ArtifactInstall", "terminate in A ArtifactRollback"],
    runs: [
      run("install", 143, "A Download ArtifactInstall ArtifactRollback"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "terminate in Cleanup",
    groups: ONE,
    faults: ["terminate in A Cleanup"],
    runs: [run("install", 143, "A Download ArtifactInstall ArtifactCommit Cleanup"), run("resume", 0, "A Cleanup")],
  },
  {
    name: "hangup in ArtifactInstall",
    groups: ONE,
    faults: ["hangup in A ArtifactInstall"],
    runs: [
      run("install", 129, "A Download ArtifactInstall"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "terminated by the reboot itself: the host was told to reboot, so it counts as rebooted",
    groups: [["A Automatic"]],
    faults: ["terminate in host reboot"],
    runs: [
      run("install", 143, "A Download ArtifactInstall", "host reboot"),
      run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
];
