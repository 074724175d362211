// `--stop-before`, for that one run only, and what may follow it (section 6).

import { type ChainCase, run } from "./case.js";

const ONE = [["A"]];

const WITHOUT_FAILURE: readonly ChainCase[] = [
  {
    name: "stop before ArtifactCommit, then resume",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("resume", 0, "A ArtifactCommit Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "stop before ArtifactCommit, then rollback",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
      run("rollback", 2),
    ],
  },
  {
    name: "stop before ArtifactCommit, then rollback, no rollback",
    groups: [["A no-rollback"]],
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("rollback", 3, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactCommit, then rollback that fails",
    groups: ONE,
    faults: ["error in A ArtifactRollback"],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("rollback", 3, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactCommit after a reboot, then rollback",
    groups: [["A Yes"]],
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot"),
      run(
        "rollback",
        0,
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "stop before ArtifactCommit, again, then resume",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("resume --stop-before ArtifactCommit", 0),
      run("resume", 0, "A ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactCommit, then another install is refused",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall"),
      run("install", 1),
      run("resume", 0, "A ArtifactCommit Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactCommit is before the commit of any group",
    groups: [["A"], ["B"]],
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall", "B Download ArtifactInstall"),
      run("resume", 0, "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactCommit of two groups, then rollback",
    groups: [["A"], ["B"]],
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit", 0, "A Download ArtifactInstall", "B Download ArtifactInstall"),
      run(
        "rollback",
        0,
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "stop before Cleanup, then resume",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before Cleanup", 0, "A Download ArtifactInstall ArtifactCommit"),
      run("resume", 0, "A Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "stop before Cleanup, then rollback of what was committed",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before Cleanup", 0, "A Download ArtifactInstall ArtifactCommit"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback when nothing fails does not stop",
    groups: ONE,
    faults: [],
    runs: [run("install --stop-before ArtifactRollback", 0, "A Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "stop before ArtifactCommit, then Cleanup, one after the other",
    groups: ONE,
    faults: [],
    runs: [
      run("install --stop-before ArtifactCommit --stop-before Cleanup", 0, "A Download ArtifactInstall"),
      run("resume --stop-before Cleanup", 0, "A ArtifactCommit"),
      run("resume --stop-before Cleanup", 0),
      run("resume", 0, "A Cleanup"),
    ],
  },
];

const WITH_FAILURE: readonly ChainCase[] = [
  {
    name: "stop before ArtifactRollback, then resume",
    groups: ONE,
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
      run("resume", 2),
    ],
  },
  {
    name: "stop before ArtifactRollback, then rollback",
    groups: ONE,
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback, then resume, no rollback",
    groups: [["A no-rollback"]],
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall"),
      run("resume", 3, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback after a failed ArtifactCommit",
    groups: ONE,
    faults: ["error in A ArtifactCommit"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall ArtifactCommit"),
      run("rollback", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback holds a resume after a kill",
    groups: ONE,
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall"),
      run("resume --stop-before ArtifactRollback", 1),
      run("resume", 0, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback when a later group's Download failed",
    groups: [["A"], ["B"]],
    faults: ["error in B Download"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall", "B Download"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "stop before ArtifactRollback when the first Download failed: there is no rollback to stop before",
    groups: ONE,
    faults: ["error in A Download"],
    runs: [run("install --stop-before ArtifactRollback", 1, "A Download Cleanup"), run("resume", 2)],
  },
  {
    name: "stop before Cleanup after a rollback, then resume",
    groups: ONE,
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before Cleanup", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure"),
      run("resume", 0, "A Cleanup"),
    ],
  },
  {
    name: "stop before Cleanup after a rollback that could not be done, then resume",
    groups: [["A no-rollback"]],
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before Cleanup", 3, "A Download ArtifactInstall ArtifactFailure"),
      run("resume", 3, "A Cleanup"),
    ],
  },
  {
    name: "stop before Cleanup after a rollback, then rollback: nothing is rolled back twice",
    groups: ONE,
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before Cleanup", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure"),
      run("rollback", 0, "A Cleanup"),
      run("rollback", 2),
    ],
  },
  {
    name: "stop before Cleanup after a failed Download, then resume",
    groups: ONE,
    faults: ["error in A Download"],
    runs: [run("install --stop-before Cleanup", 1, "A Download"), run("resume", 0, "A Cleanup")],
  },
  {
    name: "stop before Cleanup after a failed Download, then rollback",
    groups: ONE,
    faults: ["error in A Download"],
    runs: [run("install --stop-before Cleanup", 1, "A Download"), run("rollback", 0, "A Cleanup")],
  },
];

export const STOPS: readonly ChainCase[] = [...WITHOUT_FAILURE, ...WITH_FAILURE];
