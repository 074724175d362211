// A component that is up to date is not touched at all (section 1).

import { type ChainCase, run } from "./case.js";

export const UP_TO_DATE: readonly ChainCase[] = [
  {
    name: "everything is up to date",
    groups: [["A current"], ["B current"]],
    faults: [],
    runs: [run("install", 0), run("resume", 2)],
  },
  {
    name: "the first group is up to date",
    groups: [["A current"], ["B"]],
    faults: [],
    runs: [run("install", 0, "B Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "a neighbour that is up to date is not rolled back either",
    groups: [["A current", "B"], ["C"]],
    faults: ["error in C ArtifactInstall"],
    runs: [
      run(
        "install",
        1,
        "B Download ArtifactInstall",
        "C Download ArtifactInstall ArtifactRollback ArtifactFailure",
        "B ArtifactRollback ArtifactFailure",
        "B Cleanup",
        "C Cleanup",
      ),
    ],
  },
];
