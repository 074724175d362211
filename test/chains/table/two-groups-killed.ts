// Two order groups; the orchestrator is killed. What was rolled back or cleaned up before the kill is not done again.

import { type ChainCase, run } from "./case.js";

const PLAIN = [["A"], ["B"]];
const BOTH_INSTALLED = ["A Download ArtifactInstall", "B Download ArtifactInstall"];
const BOTH_BACK = [
  "B ArtifactRollback ArtifactFailure",
  "A ArtifactRollback ArtifactFailure",
  "A Cleanup",
  "B Cleanup",
];

export const TWO_GROUPS_KILLED: readonly ChainCase[] = [
  {
    name: "two groups: kill in the first ArtifactInstall, the second group is not touched",
    groups: PLAIN,
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the second Download",
    groups: PLAIN,
    faults: ["kill in B Download"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall", "B Download"),
      run("resume", 1, "A ArtifactRollback ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the second Download, the first has no rollback",
    groups: [["A no-rollback"], ["B"]],
    faults: ["kill in B Download"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall", "B Download"),
      run("resume", 3, "A ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the second ArtifactInstall",
    groups: PLAIN,
    faults: ["kill in B ArtifactInstall"],
    runs: [run("install", "killed", ...BOTH_INSTALLED), run("resume", 1, ...BOTH_BACK)],
  },
  {
    name: "two groups: kill in the first ArtifactReboot, the update goes on with the second group",
    groups: [["A Yes"], ["B"]],
    faults: ["kill in A ArtifactReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall ArtifactReboot"),
      run(
        "resume",
        0,
        "A ArtifactVerifyReboot",
        "B Download ArtifactInstall",
        "A ArtifactCommit",
        "B ArtifactCommit",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: kill in the second ArtifactVerifyReboot",
    groups: [["A Yes"], ["B Yes"]],
    faults: ["kill in B ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        "killed",
        "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
        "B Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
      ),
      run(
        "resume",
        1,
        "B ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: kill in the first ArtifactCommit",
    groups: PLAIN,
    faults: ["kill in A ArtifactCommit"],
    runs: [run("install", "killed", ...BOTH_INSTALLED, "A ArtifactCommit"), run("resume", 1, ...BOTH_BACK)],
  },
  {
    name: "two groups: kill in the second ArtifactCommit",
    groups: PLAIN,
    faults: ["kill in B ArtifactCommit"],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "A ArtifactCommit", "B ArtifactCommit"),
      run("resume", 1, ...BOTH_BACK),
    ],
  },
  {
    name: "two groups: kill in the second Cleanup, the first is not cleaned up again",
    groups: PLAIN,
    faults: ["kill in B Cleanup"],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup"),
      run("resume", 0, "B Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the first ArtifactRollback, the second is not rolled back again",
    groups: PLAIN,
    faults: ["error in B ArtifactInstall", "kill in A ArtifactRollback"],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "B ArtifactRollback ArtifactFailure", "A ArtifactRollback"),
      run("resume", 0, "A ArtifactRollback ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the first ArtifactFailure after the second could not be rolled back",
    groups: [["A"], ["B no-rollback"]],
    faults: ["error in B ArtifactInstall", "kill in A ArtifactFailure"],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "B ArtifactFailure", "A ArtifactRollback ArtifactFailure"),
      run("resume", 3, "A ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: kill in the second ArtifactFailure",
    groups: PLAIN,
    faults: ["error in B ArtifactInstall", "kill in B ArtifactFailure"],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "B ArtifactRollback ArtifactFailure"),
      run("resume", 0, "B ArtifactFailure", "A ArtifactRollback ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: killed again and again, in the update and then in each of its ways back",
    groups: PLAIN,
    faults: [
      "kill in B ArtifactCommit",
      "kill in B ArtifactRollback",
      "kill in A ArtifactFailure",
      "kill in A Cleanup",
    ],
    runs: [
      run("install", "killed", ...BOTH_INSTALLED, "A ArtifactCommit", "B ArtifactCommit"),
      run("resume", "killed", "B ArtifactRollback"),
      run("resume", "killed", "B ArtifactRollback ArtifactFailure", "A ArtifactRollback ArtifactFailure"),
      run("resume", "killed", "A ArtifactFailure", "A Cleanup"),
      run("resume", 0, "A Cleanup", "B Cleanup"),
    ],
  },
];
