// The host's reboot with several components and groups: once per group, for all of the group that asked for it.

import { type ChainCase, run } from "./case.js";

export const HOST_REBOOT_GROUPS: readonly ChainCase[] = [
  {
    name: "host reboot for two neighbours is one reboot",
    groups: [["A Automatic", "B Automatic"]],
    faults: [],
    runs: [
      run("install", 4, "AB Download ArtifactInstall", "host reboot"),
      run("resume", 0, "AB ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "host reboot comes after the neighbour's ArtifactReboot, and both are verified",
    groups: [["A Yes", "B Automatic"]],
    faults: [],
    runs: [
      run("install", 4, "AB Download ArtifactInstall", "A ArtifactReboot", "host reboot"),
      run("resume", 0, "AB ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "host reboot beside a component that needs none: that one is not verified",
    groups: [["A Automatic", "B"]],
    faults: ["error in B ArtifactCommit"],
    runs: [
      run("install", 4, "AB Download ArtifactInstall", "host reboot"),
      run("resume", 4, "A ArtifactVerifyReboot", "AB ArtifactCommit ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot", "AB ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "all three kinds of reboot side by side: all goes well",
    groups: [["A", "B Yes", "C Automatic"]],
    faults: [],
    runs: [
      run("install", 4, "ABC Download ArtifactInstall", "B ArtifactReboot", "host reboot"),
      run("resume", 0, "BC ArtifactVerifyReboot", "ABC ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "error in the neighbour's ArtifactReboot: the host does not reboot, not even in the rollback",
    groups: [["A Yes", "B Automatic"]],
    faults: ["error in A ArtifactReboot"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall",
        "A ArtifactReboot",
        "AB ArtifactRollback",
        "A ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "AB ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "error in ArtifactVerifyReboot of two kinds: the rollback reboots in the same order",
    groups: [["A Yes", "B Automatic"]],
    faults: ["error in B ArtifactVerifyReboot"],
    runs: [
      run("install", 4, "AB Download ArtifactInstall", "A ArtifactReboot", "host reboot"),
      run("resume", 4, "AB ArtifactVerifyReboot ArtifactRollback", "A ArtifactRollbackReboot", "host reboot"),
      run("resume", 0, "AB ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "error in the host reboot for two neighbours",
    groups: [["A Automatic", "B Automatic"]],
    faults: ["error in host reboot"],
    runs: [
      run("install", 1, "AB Download ArtifactInstall", "host reboot", "AB ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "the host does not reboot in the rollback for a component without rollback",
    groups: [["A Automatic no-rollback", "B"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run("install", 4, "AB Download ArtifactInstall", "host reboot"),
      run("resume", 3, "A ArtifactVerifyReboot", "B ArtifactRollback", "AB ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "host reboot in each of two groups: all goes well",
    groups: [["A Automatic"], ["B Automatic"]],
    faults: [],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", 4, "A ArtifactVerifyReboot", "B Download ArtifactInstall", "host reboot"),
      run("resume", 0, "B ArtifactVerifyReboot", "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "host reboot in each of two groups, left to the caller",
    groups: [["A Automatic"], ["B Automatic"]],
    faults: [],
    runs: [
      run("install --exit-on-reboot", 4, "A Download ArtifactInstall"),
      run("resume --exit-on-reboot", 4, "A ArtifactVerifyReboot", "B Download ArtifactInstall"),
      run(
        "resume --exit-on-reboot",
        0,
        "B ArtifactVerifyReboot",
        "A ArtifactCommit",
        "B ArtifactCommit",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "host reboot in each of two groups: error in the second ArtifactVerifyReboot",
    groups: [["A Automatic"], ["B Automatic"]],
    faults: ["error in B ArtifactVerifyReboot"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", 4, "A ArtifactVerifyReboot", "B Download ArtifactInstall", "host reboot"),
      run("resume", 4, "B ArtifactVerifyReboot ArtifactRollback", "host reboot"),
      run("resume", 4, "B ArtifactVerifyRollbackReboot ArtifactFailure", "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "host reboot in each of two groups: the second had not happened, so only the first is repeated",
    groups: [["A Automatic"], ["B Automatic"]],
    faults: ["error in B ArtifactInstall"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run(
        "resume",
        4,
        "A ArtifactVerifyReboot",
        "B Download ArtifactInstall ArtifactRollback ArtifactFailure",
        "A ArtifactRollback",
        "host reboot",
      ),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "host reboot in the second group only: error in its ArtifactVerifyReboot",
    groups: [["A"], ["B Automatic"]],
    faults: ["error in B ArtifactVerifyReboot"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "B Download ArtifactInstall", "host reboot"),
      run("resume", 4, "B ArtifactVerifyReboot ArtifactRollback", "host reboot"),
      run(
        "resume",
        0,
        "B ArtifactVerifyRollbackReboot ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "host reboot in the first group only: kill in the second ArtifactInstall",
    groups: [["A Automatic"], ["B"]],
    faults: ["kill in B ArtifactInstall"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", "killed", "A ArtifactVerifyReboot", "B Download ArtifactInstall"),
      run("resume", 4, "B ArtifactRollback ArtifactFailure", "A ArtifactRollback", "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
];
