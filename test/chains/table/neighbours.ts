// Components side by side in one group: each state runs for all of them, all must finish, and a failing one does not stop
// its neighbours (section 3).

import { type ChainCase, run } from "./case.js";

const PAIR = [["A", "B"]];

export const NEIGHBOURS: readonly ChainCase[] = [
  {
    name: "neighbours: all goes well",
    groups: PAIR,
    faults: [],
    runs: [run("install", 0, "AB Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "neighbours: the next state waits for the slowest",
    groups: PAIR,
    faults: ["linger in B Download", "linger in A ArtifactInstall", "linger in B ArtifactCommit"],
    runs: [run("install", 0, "AB Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "neighbours: error in one Download, the other gets Cleanup alone",
    groups: PAIR,
    faults: ["error in A Download"],
    runs: [run("install", 1, "AB Download Cleanup")],
  },
  {
    name: "neighbours: error in one Download, the other's is not cut short",
    groups: PAIR,
    faults: ["error in A Download", "linger in B Download"],
    runs: [run("install", 1, "AB Download Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactInstall, the other's is not cut short",
    groups: PAIR,
    faults: ["error in A ArtifactInstall", "linger in B ArtifactInstall"],
    runs: [run("install", 1, "AB Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactInstall, which has no rollback",
    groups: [["A no-rollback", "B"]],
    faults: ["error in A ArtifactInstall"],
    runs: [run("install", 3, "AB Download ArtifactInstall", "B ArtifactRollback", "AB ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactInstall, the other has no rollback",
    groups: [["A", "B no-rollback"]],
    faults: ["error in A ArtifactInstall"],
    runs: [run("install", 3, "AB Download ArtifactInstall", "A ArtifactRollback", "AB ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactInstall, neither has a rollback",
    groups: [["A no-rollback", "B no-rollback"]],
    faults: ["error in A ArtifactInstall"],
    runs: [run("install", 3, "AB Download ArtifactInstall ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: hang in one ArtifactInstall",
    groups: PAIR,
    faults: ["hang in A ArtifactInstall"],
    runs: [run("install", 1, "AB Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: errors in both ArtifactInstalls",
    groups: PAIR,
    faults: ["error in AB ArtifactInstall"],
    runs: [run("install", 1, "AB Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactRollback",
    groups: PAIR,
    faults: ["error in A ArtifactInstall", "error in B ArtifactRollback"],
    runs: [run("install", 3, "AB Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours: error in one ArtifactCommit rolls back both",
    groups: PAIR,
    faults: ["error in B ArtifactCommit"],
    runs: [run("install", 1, "AB Download ArtifactInstall ArtifactCommit ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "neighbours, one of which reboots: all goes well",
    groups: [["A Yes", "B"]],
    faults: [],
    runs: [
      run(
        "install",
        0,
        "AB Download ArtifactInstall",
        "A ArtifactReboot ArtifactVerifyReboot",
        "AB ArtifactCommit Cleanup",
      ),
    ],
  },
  {
    name: "neighbours, one of which reboots: error in the other's ArtifactCommit",
    groups: [["A Yes", "B"]],
    faults: ["error in B ArtifactCommit"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall",
        "A ArtifactReboot ArtifactVerifyReboot",
        "AB ArtifactCommit ArtifactRollback",
        "A ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "AB ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "neighbours that both reboot: error in one ArtifactReboot",
    groups: [["A Yes", "B Yes"]],
    faults: ["error in A ArtifactReboot"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall ArtifactReboot",
        "AB ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "neighbours that both reboot: error in one ArtifactVerifyReboot",
    groups: [["A Yes", "B Yes"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
        "AB ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "neighbours that both reboot: error in one ArtifactVerifyReboot, which has no rollback",
    groups: [["A Yes no-rollback", "B Yes"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        3,
        "AB Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
        "B ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "AB ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "neighbours in the second group: error in one Download",
    groups: [["A"], ["B", "C"]],
    faults: ["error in B Download"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall",
        "BC Download",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "BC Cleanup",
      ),
    ],
  },
  {
    name: "neighbours in the second group: error in one ArtifactInstall",
    groups: [["A"], ["B", "C"]],
    faults: ["error in B ArtifactInstall"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall",
        "BC Download ArtifactInstall ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "BC Cleanup",
      ),
    ],
  },
  {
    name: "neighbours: kill in both Downloads",
    groups: PAIR,
    faults: ["kill in AB Download"],
    runs: [run("install", "killed", "AB Download"), run("resume", 1, "AB Cleanup")],
  },
  {
    name: "neighbours: kill in both ArtifactInstalls",
    groups: PAIR,
    faults: ["kill in AB ArtifactInstall"],
    runs: [
      run("install", "killed", "AB Download ArtifactInstall"),
      run("resume", 1, "AB ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "neighbours: kill in both ArtifactReboots",
    groups: [["A Yes", "B Yes"]],
    faults: ["kill in AB ArtifactReboot"],
    runs: [
      run("install", "killed", "AB Download ArtifactInstall ArtifactReboot"),
      run("resume", 0, "AB ArtifactVerifyReboot ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "neighbours: kill in both Cleanups",
    groups: PAIR,
    faults: ["kill in AB Cleanup"],
    runs: [
      run("install", "killed", "AB Download ArtifactInstall ArtifactCommit Cleanup"),
      run("resume", 0, "AB Cleanup"),
    ],
  },
];
