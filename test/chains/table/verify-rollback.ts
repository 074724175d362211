// ArtifactVerifyRollbackReboot, the one state whose failure is tried again: its reboot and itself, three attempts in all,
// a kill in it being one of them (section 3).

import { type ChainCase, run } from "./case.js";

const BEFORE = "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactRollback";
const ATTEMPT = "A ArtifactRollbackReboot ArtifactVerifyRollbackReboot";

export const VERIFY_ROLLBACK: readonly ChainCase[] = [
  ...failing("error"),
  ...failing("hang"),
  {
    name: "kill in ArtifactVerifyRollbackReboot is a failed attempt",
    groups: [["A Yes"]],
    faults: ["error in A ArtifactVerifyReboot", "kill in A ArtifactVerifyRollbackReboot"],
    runs: [run("install", "killed", BEFORE, ATTEMPT), run("resume", 0, ATTEMPT, "A ArtifactFailure Cleanup")],
  },
  {
    name: "kill in ArtifactVerifyRollbackReboot, then two errors: three attempts in all",
    groups: [["A Yes"]],
    faults: [
      "error in A ArtifactVerifyReboot",
      "kill in A ArtifactVerifyRollbackReboot 1",
      "error in A ArtifactVerifyRollbackReboot",
    ],
    runs: [run("install", "killed", BEFORE, ATTEMPT), run("resume", 3, ATTEMPT, ATTEMPT, "A ArtifactFailure Cleanup")],
  },
  {
    name: "error, then kill in ArtifactVerifyRollbackReboot: the attempt of before the kill is not forgotten",
    groups: [["A Yes"]],
    faults: [
      "error in A ArtifactVerifyReboot",
      "error in A ArtifactVerifyRollbackReboot 1",
      "kill in A ArtifactVerifyRollbackReboot 2",
      "error in A ArtifactVerifyRollbackReboot 3",
    ],
    runs: [run("install", "killed", BEFORE, ATTEMPT, ATTEMPT), run("resume", 3, ATTEMPT, "A ArtifactFailure Cleanup")],
  },
  {
    name: "kill in each of the three attempts of ArtifactVerifyRollbackReboot",
    groups: [["A Yes"]],
    faults: [
      "error in A ArtifactVerifyReboot",
      "kill in A ArtifactVerifyRollbackReboot 1",
      "kill in A ArtifactVerifyRollbackReboot 2",
      "kill in A ArtifactVerifyRollbackReboot 3",
    ],
    runs: [
      run("install", "killed", BEFORE, ATTEMPT),
      run("resume", "killed", ATTEMPT),
      run("resume", "killed", ATTEMPT),
      run("resume", 3, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactRollbackReboot: the verify decides, and it is the first attempt",
    groups: [["A Yes"]],
    faults: [
      "error in A ArtifactVerifyReboot",
      "kill in A ArtifactRollbackReboot 1",
      "error in A ArtifactVerifyRollbackReboot",
    ],
    runs: [
      run("install", "killed", BEFORE, "A ArtifactRollbackReboot"),
      run("resume", 3, "A ArtifactVerifyRollbackReboot", ATTEMPT, ATTEMPT, "A ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "kill in ArtifactVerifyRollbackReboot after a host reboot: the host reboots again",
    groups: [["A Automatic"]],
    faults: ["error in A ArtifactVerifyReboot", "kill in A ArtifactVerifyRollbackReboot"],
    runs: [
      run("install", 4, "A Download ArtifactInstall", "host reboot"),
      run("resume", 4, "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
      run("resume", "killed", "A ArtifactVerifyRollbackReboot"),
      run("resume", 4, "host reboot"),
      run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "only the component whose ArtifactVerifyRollbackReboot failed is rebooted again",
    groups: [["A Yes", "B Yes"]],
    faults: ["error in A ArtifactVerifyReboot", "error in A ArtifactVerifyRollbackReboot 1"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactRollback",
        "AB ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "A ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "AB ArtifactFailure Cleanup",
      ),
    ],
  },
];

function failing(fails: "error" | "hang"): readonly ChainCase[] {
  return [
    {
      name: `${fails} in ArtifactVerifyRollbackReboot: three attempts, then inconsistent`,
      groups: [["A Yes"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactVerifyRollbackReboot`],
      runs: [run("install", 3, BEFORE, ATTEMPT, ATTEMPT, ATTEMPT, "A ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactVerifyRollbackReboot once: the second attempt is enough`,
      groups: [["A Yes"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactVerifyRollbackReboot 1`],
      runs: [run("install", 1, BEFORE, ATTEMPT, ATTEMPT, "A ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactVerifyRollbackReboot twice: the third attempt is enough`,
      groups: [["A Yes"]],
      faults: [
        "error in A ArtifactVerifyReboot",
        `${fails} in A ArtifactVerifyRollbackReboot 1`,
        `${fails} in A ArtifactVerifyRollbackReboot 2`,
      ],
      runs: [run("install", 1, BEFORE, ATTEMPT, ATTEMPT, ATTEMPT, "A ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactVerifyRollbackReboot after host reboots: three of them`,
      groups: [["A Automatic"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactVerifyRollbackReboot`],
      runs: [
        run("install", 4, "A Download ArtifactInstall", "host reboot"),
        run("resume", 4, "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
        run("resume", 4, "A ArtifactVerifyRollbackReboot", "host reboot"),
        run("resume", 4, "A ArtifactVerifyRollbackReboot", "host reboot"),
        run("resume", 3, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
      ],
    },
  ];
}
