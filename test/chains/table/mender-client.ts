// The calls that the Mender client's update module makes (section 6, its table), in the orders in which the client makes
// them. A host reboot is the client's to do.

import { type ChainCase, run } from "./case.js";

const INSTALL = "install --stop-before ArtifactCommit --stop-before ArtifactRollback --exit-on-reboot";
const INSTALL_NEW =
  "install --stop-before ArtifactCommit --stop-before ArtifactRollback --stop-before Cleanup --exit-on-reboot";
const COMMIT = "resume --stop-before ArtifactRollback --stop-before Cleanup";
const ROLLBACK = "rollback --stop-before Cleanup --exit-on-reboot";
const CLEANUP = "resume";

export const MENDER_CLIENT: readonly ChainCase[] = [
  {
    name: "Mender client: all goes well",
    groups: [["A"]],
    faults: [],
    runs: [
      run(INSTALL_NEW, 0, "A Download ArtifactInstall"),
      run(COMMIT, 0, "A ArtifactCommit"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: all goes well in two groups",
    groups: [["A"], ["B"]],
    faults: [],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall", "B Download ArtifactInstall"),
      run(COMMIT, 0, "A ArtifactCommit", "B ArtifactCommit"),
      run(CLEANUP, 0, "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "Mender client: all goes well with a reboot",
    groups: [["A Automatic"]],
    faults: [],
    runs: [
      run(INSTALL, 4, "A Download ArtifactInstall"),
      run(COMMIT, 0, "A ArtifactVerifyReboot ArtifactCommit"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: failed install",
    groups: [["A"]],
    faults: ["error in A ArtifactInstall"],
    runs: [
      run(INSTALL, 1, "A Download ArtifactInstall"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: failed install, no rollback",
    groups: [["A no-rollback"]],
    faults: ["error in A ArtifactInstall"],
    runs: [
      run(INSTALL, 1, "A Download ArtifactInstall"),
      run(ROLLBACK, 3, "A ArtifactFailure"),
      run(CLEANUP, 3, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: failed download, the rollback has nothing to do",
    groups: [["A"]],
    faults: ["error in A Download"],
    runs: [run(INSTALL_NEW, 1, "A Download"), run(ROLLBACK, 0), run(CLEANUP, 0, "A Cleanup")],
  },
  {
    name: "Mender client: failed download, rolled back twice",
    groups: [["A"]],
    faults: ["error in A Download"],
    runs: [run(INSTALL_NEW, 1, "A Download"), run(ROLLBACK, 0), run(ROLLBACK, 0), run(CLEANUP, 0, "A Cleanup")],
  },
  {
    name: "Mender client: failed download in the second group",
    groups: [["A"], ["B"]],
    faults: ["error in B Download"],
    runs: [
      run(INSTALL_NEW, 1, "A Download ArtifactInstall", "B Download"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "Mender client: rolled back instead of committed",
    groups: [["A"]],
    faults: [],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: the rollback sweep is not run twice",
    groups: [["A"]],
    faults: [],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(ROLLBACK, 0),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: failed commit",
    groups: [["A"]],
    faults: ["error in A ArtifactCommit"],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(COMMIT, 1, "A ArtifactCommit"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: failed verification after the reboot, then a reboot in the rollback",
    groups: [["A Automatic"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run(INSTALL, 4, "A Download ArtifactInstall"),
      run(COMMIT, 1, "A ArtifactVerifyReboot"),
      run(ROLLBACK, 4, "A ArtifactRollback"),
      run(ROLLBACK, 0, "A ArtifactVerifyRollbackReboot ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: the rollback's reboot is done by the client, and Cleanup finishes what is left",
    groups: [["A Automatic"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run(INSTALL, 4, "A Download ArtifactInstall"),
      run(COMMIT, 1, "A ArtifactVerifyReboot"),
      run(ROLLBACK, 4, "A ArtifactRollback"),
      run(CLEANUP, 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "Mender client: committed, then rolled back before Cleanup",
    groups: [["A"]],
    faults: [],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(COMMIT, 0, "A ArtifactCommit"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: killed in ArtifactInstall, then rolled back",
    groups: [["A"]],
    faults: ["kill in A ArtifactInstall"],
    runs: [
      run(INSTALL, "killed", "A Download ArtifactInstall"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: killed in ArtifactCommit, then rolled back",
    groups: [["A"]],
    faults: ["kill in A ArtifactCommit"],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(COMMIT, "killed", "A ArtifactCommit"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: killed in ArtifactRollback, then rolled back again",
    groups: [["A"]],
    faults: ["kill in A ArtifactRollback"],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(ROLLBACK, "killed", "A ArtifactRollback"),
      run(ROLLBACK, 0, "A ArtifactRollback ArtifactFailure"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
  {
    name: "Mender client: killed in Cleanup",
    groups: [["A"]],
    faults: ["kill in A Cleanup"],
    runs: [
      run(INSTALL, 0, "A Download ArtifactInstall"),
      run(COMMIT, 0, "A ArtifactCommit"),
      run(CLEANUP, "killed", "A Cleanup"),
      run(CLEANUP, 0, "A Cleanup"),
    ],
  },
];
