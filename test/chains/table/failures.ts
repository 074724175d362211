// One component; one state fails by its exit code or by hanging, which the protocol treats alike (section 2: a call that
// outlives its time counts as failed).

import { type ChainCase, run } from "./case.js";

export const FAILURES: readonly ChainCase[] = [...failuresBy("error"), ...failuresBy("hang")];

function failuresBy(fails: "error" | "hang"): readonly ChainCase[] {
  return [...updateStates(fails), ...commitAndCleanup(fails), ...rollbackStates(fails)];
}

function updateStates(fails: string): readonly ChainCase[] {
  return [
    {
      name: `${fails} in Download`,
      groups: [["A"]],
      faults: [`${fails} in A Download`],
      runs: [run("install", 1, "A Download Cleanup")],
    },
    {
      name: `${fails} in Download, no rollback: nothing was installed, so nothing is inconsistent`,
      groups: [["A no-rollback"]],
      faults: [`${fails} in A Download`],
      runs: [run("install", 1, "A Download Cleanup")],
    },
    {
      name: `${fails} in ArtifactInstall`,
      groups: [["A"]],
      faults: [`${fails} in A ArtifactInstall`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactInstall, no rollback`,
      groups: [["A no-rollback"]],
      faults: [`${fails} in A ArtifactInstall`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactInstall of a component that would reboot: its reboot need is unknown, so no rollback reboot`,
      groups: [["A Yes"]],
      faults: [`${fails} in A ArtifactInstall`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactInstall of a component for which the host would reboot`,
      groups: [["A Automatic"]],
      faults: [`${fails} in A ArtifactInstall`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactReboot`,
      groups: [["A Yes"]],
      faults: [`${fails} in A ArtifactReboot`],
      runs: [
        run(
          "install",
          1,
          "A Download ArtifactInstall ArtifactReboot",
          "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
        ),
      ],
    },
    {
      name: `${fails} in ArtifactReboot, no rollback`,
      groups: [["A Yes no-rollback"]],
      faults: [`${fails} in A ArtifactReboot`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactReboot ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactVerifyReboot`,
      groups: [["A Yes"]],
      faults: [`${fails} in A ArtifactVerifyReboot`],
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
      name: `${fails} in ArtifactVerifyReboot, no rollback`,
      groups: [["A Yes no-rollback"]],
      faults: [`${fails} in A ArtifactVerifyReboot`],
      runs: [
        run("install", 3, "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactFailure Cleanup"),
      ],
    },
    {
      name: `${fails} in ArtifactVerifyReboot after a host reboot: the host reboots once more`,
      groups: [["A Automatic"]],
      faults: [`${fails} in A ArtifactVerifyReboot`],
      runs: [
        run("install", 4, "A Download ArtifactInstall", "host reboot"),
        run("resume", 4, "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
        run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
      ],
    },
    {
      name: `${fails} in ArtifactVerifyReboot after a host reboot, no rollback`,
      groups: [["A Automatic no-rollback"]],
      faults: [`${fails} in A ArtifactVerifyReboot`],
      runs: [
        run("install", 4, "A Download ArtifactInstall", "host reboot"),
        run("resume", 3, "A ArtifactVerifyReboot ArtifactFailure Cleanup"),
      ],
    },
  ];
}

function commitAndCleanup(fails: string): readonly ChainCase[] {
  return [
    {
      name: `${fails} in ArtifactCommit`,
      groups: [["A"]],
      faults: [`${fails} in A ArtifactCommit`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactCommit ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactCommit, no rollback`,
      groups: [["A no-rollback"]],
      faults: [`${fails} in A ArtifactCommit`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactCommit ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactCommit after a reboot`,
      groups: [["A Yes"]],
      faults: [`${fails} in A ArtifactCommit`],
      runs: [
        run(
          "install",
          1,
          "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactCommit",
          "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
        ),
      ],
    },
    {
      name: `${fails} in ArtifactCommit after a reboot, no rollback`,
      groups: [["A Yes no-rollback"]],
      faults: [`${fails} in A ArtifactCommit`],
      runs: [
        run(
          "install",
          3,
          "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactCommit",
          "A ArtifactFailure Cleanup",
        ),
      ],
    },
    {
      name: `${fails} in ArtifactCommit after a host reboot`,
      groups: [["A Automatic"]],
      faults: [`${fails} in A ArtifactCommit`],
      runs: [
        run("install", 4, "A Download ArtifactInstall", "host reboot"),
        run("resume", 4, "A ArtifactVerifyReboot ArtifactCommit ArtifactRollback", "host reboot"),
        run("resume", 0, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
      ],
    },
    {
      name: `${fails} in Cleanup undoes nothing`,
      groups: [["A"]],
      faults: [`${fails} in A Cleanup`],
      runs: [run("install", 0, "A Download ArtifactInstall ArtifactCommit Cleanup"), run("resume", 2)],
    },
    {
      name: `${fails} in Cleanup after a failed Download`,
      groups: [["A"]],
      faults: ["error in A Download", `${fails} in A Cleanup`],
      runs: [run("install", 1, "A Download Cleanup"), run("resume", 2)],
    },
    {
      name: `${fails} in Cleanup after a rollback`,
      groups: [["A"]],
      faults: ["error in A ArtifactInstall", `${fails} in A Cleanup`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
  ];
}

function rollbackStates(fails: string): readonly ChainCase[] {
  return [
    {
      name: `${fails} in ArtifactRollback: the sequence goes on, the end is inconsistent`,
      groups: [["A"]],
      faults: ["error in A ArtifactInstall", `${fails} in A ArtifactRollback`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactRollback of a component that reboots: a verify that succeeds does not make it good`,
      groups: [["A Yes"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactRollback`],
      runs: [
        run(
          "install",
          3,
          "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot",
          "A ArtifactRollback ArtifactRollbackReboot ArtifactVerifyRollbackReboot ArtifactFailure Cleanup",
        ),
      ],
    },
    {
      name: `${fails} in ArtifactRollback before the host reboots again`,
      groups: [["A Automatic"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactRollback`],
      runs: [
        run("install", 4, "A Download ArtifactInstall", "host reboot"),
        run("resume", 4, "A ArtifactVerifyReboot ArtifactRollback", "host reboot"),
        run("resume", 3, "A ArtifactVerifyRollbackReboot ArtifactFailure Cleanup"),
      ],
    },
    {
      name: `${fails} in ArtifactRollbackReboot: the verify decides`,
      groups: [["A Yes"]],
      faults: ["error in A ArtifactVerifyReboot", `${fails} in A ArtifactRollbackReboot`],
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
      name: `${fails} in ArtifactFailure`,
      groups: [["A"]],
      faults: ["error in A ArtifactInstall", `${fails} in A ArtifactFailure`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `${fails} in ArtifactFailure, no rollback`,
      groups: [["A no-rollback"]],
      faults: ["error in A ArtifactInstall", `${fails} in A ArtifactFailure`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactFailure Cleanup")],
    },
  ];
}
