// Two and three order groups: three sweeps forwards, and backwards one group after the other (section 3).

import { type ChainCase, run } from "./case.js";

const PLAIN = [["A"], ["B"]];
const BOTH_INSTALLED = ["A Download ArtifactInstall", "B Download ArtifactInstall"];
const BOTH_REBOOTED = [
  "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
  "B Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
];

export const TWO_GROUPS: readonly ChainCase[] = [
  {
    name: "two groups: all goes well",
    groups: PLAIN,
    faults: [],
    runs: [
      run("install", 0, ...BOTH_INSTALLED, "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup"),
      run("resume", 2),
      run("rollback", 2),
    ],
  },
  {
    name: "two groups that reboot: all goes well",
    groups: [["A Yes"], ["B Yes"]],
    faults: [],
    runs: [run("install", 0, ...BOTH_REBOOTED, "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup")],
  },
  {
    name: "two groups: error in the first Download, the second group is not touched",
    groups: PLAIN,
    faults: ["error in A Download"],
    runs: [run("install", 1, "A Download Cleanup")],
  },
  {
    name: "two groups: error in the second Download",
    groups: PLAIN,
    faults: ["error in B Download"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall",
        "B Download",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second Download, the first has no rollback",
    groups: [["A no-rollback"], ["B"]],
    faults: ["error in B Download"],
    runs: [
      run("install", 3, "A Download ArtifactInstall", "B Download", "A ArtifactFailure", "A Cleanup", "B Cleanup"),
    ],
  },
  {
    name: "two groups: error in the second Download, the second has no rollback: nothing of it was installed",
    groups: [["A"], ["B no-rollback"]],
    faults: ["error in B Download"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall",
        "B Download",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second ArtifactInstall",
    groups: PLAIN,
    faults: ["error in B ArtifactInstall"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_INSTALLED,
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second ArtifactInstall, which has no rollback; the first is rolled back all the same",
    groups: [["A"], ["B no-rollback"]],
    faults: ["error in B ArtifactInstall"],
    runs: [
      run(
        "install",
        3,
        ...BOTH_INSTALLED,
        "B ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second ArtifactVerifyReboot",
    groups: [["A Yes"], ["B Yes"]],
    faults: ["error in B ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_REBOOTED,
        "B ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the first ArtifactVerifyReboot",
    groups: [["A Yes"], ["B Yes"]],
    faults: ["error in A ArtifactVerifyReboot"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the first ArtifactCommit rolls back from the second group down",
    groups: PLAIN,
    faults: ["error in A ArtifactCommit"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_INSTALLED,
        "A ArtifactCommit",
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second ArtifactCommit rolls back the committed first group too",
    groups: PLAIN,
    faults: ["error in B ArtifactCommit"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_INSTALLED,
        "A ArtifactCommit",
        "B ArtifactCommit",
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the first Cleanup does not keep the second from its own",
    groups: PLAIN,
    faults: ["error in A Cleanup"],
    runs: [run("install", 0, ...BOTH_INSTALLED, "A ArtifactCommit", "B ArtifactCommit", "A Cleanup", "B Cleanup")],
  },
  {
    name: "two groups: error in the second group's ArtifactRollback does not keep the first from its own",
    groups: PLAIN,
    faults: ["error in B ArtifactInstall", "error in B ArtifactRollback"],
    runs: [
      run(
        "install",
        3,
        ...BOTH_INSTALLED,
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: three errors in the second ArtifactVerifyRollbackReboot do not keep the first from its rollback",
    groups: [["A Yes"], ["B Yes"]],
    faults: ["error in B ArtifactVerifyReboot", "error in B ArtifactVerifyRollbackReboot"],
    runs: [
      run(
        "install",
        3,
        ...BOTH_REBOOTED,
        "B ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "B ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "B ArtifactFailure",
        "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "two groups: error in the second group's ArtifactFailure",
    groups: PLAIN,
    faults: ["error in B ArtifactInstall", "error in B ArtifactFailure"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_INSTALLED,
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "three groups: error in the third Download",
    groups: [["A"], ["B"], ["C"]],
    faults: ["error in C Download"],
    runs: [
      run(
        "install",
        1,
        ...BOTH_INSTALLED,
        "C Download",
        "B ArtifactRollback ArtifactFailure",
        "A ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
        "C Cleanup",
      ),
    ],
  },
];
