// NeedsArtifactReboot `Automatic`: the orchestrator reboots the host, once for the group, after the group's own reboots; the
// reboot of the rollback happens only where that of the update had (sections 2, 3 and 6).

import { type ChainCase, run } from "./case.js";

const ONE = [["A Automatic"]];
const ONE_UP_TO_REBOOT = run("install", 4, "A Download ArtifactInstall", "host reboot");

export const HOST_REBOOT: readonly ChainCase[] = [
  {
    name: "host reboot: all goes well",
    groups: ONE,
    faults: [],
    runs: [ONE_UP_TO_REBOOT, run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"), run("resume", 2)],
  },
  {
    name: "host reboot left to the caller: all goes well",
    groups: ONE,
    faults: [],
    runs: [
      run("install --exit-on-reboot", 4, "A Download ArtifactInstall"),
      run("resume", 0, "A ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "host reboot left to the caller, also in the rollback",
    groups: ONE,
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run("install --exit-on-reboot", 4, "A Download ArtifactInstall"),
      run("resume --exit-on-reboot", 4, "A ArtifactVerifyReboot ArtifactRollback"),
      run("resume --exit-on-reboot", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "--exit-on-reboot holds for that run only",
    groups: ONE,
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run("install --exit-on-reboot", 4, "A Download ArtifactInstall"),
      run("resume", 4, "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "--exit-on-reboot says nothing of a component that reboots itself",
    groups: [["A Yes"]],
    faults: [],
    runs: [
      run(
        "install --exit-on-reboot",
        0,
        "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactCommit Cleanup",
      ),
    ],
  },
  {
    name: "error in the host reboot is a failed ArtifactReboot, and the rollback needs no reboot",
    groups: ONE,
    faults: ["error in host reboot"],
    runs: [
      run("install", 1, "A Download ArtifactInstall", "host reboot", "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "error in the host reboot, no rollback",
    groups: [["A Automatic no-rollback"]],
    faults: ["error in host reboot"],
    runs: [run("install", 3, "A Download ArtifactInstall", "host reboot", "A ArtifactFailure Cleanup")],
  },
  {
    name: "error in the host reboot of the rollback: the verify decides",
    groups: ONE,
    faults: ["error in A ArtifactVerifyReboot", "error in host reboot 2"],
    runs: [
      ONE_UP_TO_REBOOT,
      run(
        "resume",
        1,
        "A ArtifactVerifyReboot ArtifactRollback",
        "host reboot",
        "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "errors in every host reboot of the rollback: three attempts",
    groups: ONE,
    faults: [
      "error in A ArtifactVerifyReboot",
      "error in host reboot 2",
      "error in host reboot 3",
      "error in host reboot 4",
      "error in A ArtifactVerifyRollbackReboot",
    ],
    runs: [
      ONE_UP_TO_REBOOT,
      run(
        "resume",
        3,
        "A ArtifactVerifyReboot ArtifactRollback",
        "host reboot",
        "A ArtifactVerifyRollbackReboot",
        "host reboot",
        "A ArtifactVerifyRollbackReboot",
        "host reboot",
        "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "host reboot, then rollback instead of resume",
    groups: ONE,
    faults: [],
    runs: [
      ONE_UP_TO_REBOOT,
      run("rollback", 4, "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "host reboot, then rollback instead of resume, no rollback",
    groups: [["A Automatic no-rollback"]],
    faults: [],
    runs: [ONE_UP_TO_REBOOT, run("rollback", 3, "A ArtifactFailure Cleanup")],
  },
  {
    name: "host reboot, verified, stopped before ArtifactCommit, then rollback",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume --stop-before ArtifactCommit", 0, "A ArtifactVerifyReboot"),
      run("rollback", 4, "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
];
