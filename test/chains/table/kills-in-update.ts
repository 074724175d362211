// One component; the orchestrator is killed while a state of the update runs, then somebody resumes or rolls back. A kill
// is that state's failure, never a reason to run it again; in ArtifactReboot the verify decides (section 3).

import { type ChainCase, run } from "./case.js";

export const KILLS_IN_UPDATE: readonly ChainCase[] = [
  {
    name: "kill in Download",
    groups: [["A"]],
    faults: ["kill in A Download"],
    runs: [run("install", "killed", "A Download"), run("resume", 1, "A Cleanup"), run("resume", 2)],
  },
  {
    name: "kill in Download, no rollback",
    groups: [["A no-rollback"]],
    faults: ["kill in A Download"],
    runs: [run("install", "killed", "A Download"), run("resume", 1, "A Cleanup")],
  },
  {
    name: "kill in Download, then rollback",
    groups: [["A"]],
    faults: ["kill in A Download"],
    runs: [run("install", "killed", "A Download"), run("rollback", 0, "A Cleanup"), run("rollback", 2)],
  },
  {
    name: "kill in ArtifactInstall",
    groups: [["A"]],
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "kill in ArtifactInstall, no rollback",
    groups: [["A no-rollback"]],
    faults: ["kill in A ArtifactInstall"],
    runs: [run("install", "killed", "A Download ArtifactInstall"), run("resume", 3, "A ArtifactFailure Cleanup")],
  },
  {
    name: "kill in ArtifactInstall, then rollback",
    groups: [["A"]],
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "kill in ArtifactInstall, then another install is refused until it is resumed",
    groups: [["A"]],
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall"),
      run("install", 1),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
      run("install", 0, "A Download ArtifactInstall ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactReboot: the verify decides for the update",
    groups: [["A Yes"]],
    faults: ["kill in A ArtifactReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot"),
      run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactReboot: the verify decides against the update",
    groups: [["A Yes"]],
    faults: ["kill in A ArtifactReboot", "error in A ArtifactVerifyReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot"),
      run(
        "resume",
        1,
        "A ArtifactVerifyReboot ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "A ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in ArtifactReboot, the verify decides against the update, no rollback",
    groups: [["A Yes no-rollback"]],
    faults: ["kill in A ArtifactReboot", "error in A ArtifactVerifyReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot"),
      run("resume", 3, "A ArtifactVerifyReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactReboot, then rollback",
    groups: [["A Yes"]],
    faults: ["kill in A ArtifactReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot"),
      run(
        "rollback",
        0,
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in ArtifactVerifyReboot",
    groups: [["A Yes"]],
    faults: ["kill in A ArtifactVerifyReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot"),
      run(
        "resume",
        1,
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in ArtifactVerifyReboot, no rollback",
    groups: [["A Yes no-rollback"]],
    faults: ["kill in A ArtifactVerifyReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot"),
      run("resume", 3, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactVerifyReboot after a host reboot",
    groups: [["A Automatic"]],
    faults: ["kill in A ArtifactVerifyReboot"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", "killed", "A ArtifactVerifyReboot"),
      run("resume", 4, "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactCommit",
    groups: [["A"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactCommit"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactCommit, no rollback",
    groups: [["A no-rollback"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactCommit"),
      run("resume", 3, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactCommit after a reboot",
    groups: [["A Yes"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactCommit"),
      run(
        "resume",
        1,
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in ArtifactCommit after a host reboot",
    groups: [["A Automatic"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", "killed", "A ArtifactVerifyReboot ArtifactCommit"),
      run("resume", 4, "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactCommit, then rollback",
    groups: [["A"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactCommit"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill while the host is told to reboot",
    groups: [["A Automatic"]],
    faults: ["kill in host reboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall", "host reboot"),
      run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
];
