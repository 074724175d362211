// Queries: when they are asked, and what becomes of an answer that fails, makes no sense, or does not come (sections 2, 3).

import { type ChainCase, run } from "./case.js";

const ONE = [["A"]];
const MACHINE_QUERIES = ["NeedsArtifactReboot", "SupportsRollback"];

const WHEN_ASKED: readonly ChainCase[] = [
  {
    name: "NeedsArtifactReboot is asked once, after ArtifactInstall; SupportsRollback is not asked when all goes well",
    groups: ONE,
    queries: MACHINE_QUERIES,
    faults: [],
    runs: [run("install", 0, "A Download ArtifactInstall NeedsArtifactReboot ArtifactCommit Cleanup")],
  },
  {
    name: "NeedsArtifactReboot is asked per group, when all of the group are installed",
    groups: [["A", "B"], ["C"]],
    queries: MACHINE_QUERIES,
    faults: [],
    runs: [
      run(
        "install",
        0,
        "AB Download ArtifactInstall NeedsArtifactReboot",
        "C Download ArtifactInstall NeedsArtifactReboot",
        "AB ArtifactCommit",
        "C ArtifactCommit",
        "AB Cleanup",
        "C Cleanup",
      ),
    ],
  },
  {
    name: "NeedsArtifactReboot is asked of none when one ArtifactInstall failed",
    groups: [["A", "B"]],
    queries: MACHINE_QUERIES,
    faults: ["error in A ArtifactInstall"],
    runs: [run("install", 1, "AB Download ArtifactInstall SupportsRollback ArtifactRollback ArtifactFailure Cleanup")],
  },
  {
    name: "SupportsRollback is not asked of what was not installed",
    groups: [["A"], ["B"]],
    queries: MACHINE_QUERIES,
    faults: ["error in B Download"],
    runs: [
      run(
        "install",
        1,
        "A Download ArtifactInstall NeedsArtifactReboot",
        "B Download",
        "A SupportsRollback ArtifactRollback ArtifactFailure",
        "A Cleanup",
        "B Cleanup",
      ),
    ],
  },
  {
    name: "no query is asked when the first Download failed",
    groups: ONE,
    queries: MACHINE_QUERIES,
    faults: ["error in A Download"],
    runs: [run("install", 1, "A Download Cleanup")],
  },
  {
    name: "SupportsRollback is not asked before the rollback that a stop holds back",
    groups: ONE,
    queries: MACHINE_QUERIES,
    faults: ["error in A ArtifactInstall"],
    runs: [
      run("install --stop-before ArtifactRollback", 1, "A Download ArtifactInstall"),
      run("resume", 0, "A SupportsRollback ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
  {
    name: "NeedsUnpackedArtifact is asked before Download",
    groups: ONE,
    queries: ["NeedsUnpackedArtifact"],
    faults: [],
    runs: [run("install", 0, "A NeedsUnpackedArtifact Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "ProvidePayloadFileSizes is asked before Download",
    groups: ONE,
    queries: ["ProvidePayloadFileSizes"],
    faults: [],
    runs: [run("install", 0, "A ProvidePayloadFileSizes Download ArtifactInstall ArtifactCommit Cleanup")],
  },
];

const REBOOT_ANSWERS: readonly ChainCase[] = [
  {
    name: "NeedsArtifactReboot answers nothing: No",
    groups: ONE,
    faults: ["say nothing in A NeedsArtifactReboot"],
    runs: [run("install", 0, "A Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "NeedsArtifactReboot answers with blanks around it",
    groups: ONE,
    faults: ["say \n\t Yes \n\n in A NeedsArtifactReboot"],
    runs: [run("install", 0, "A Download ArtifactInstall ArtifactReboot ArtifactVerifyReboot ArtifactCommit Cleanup")],
  },
  ...["say Perhaps", "say Yes, or No", "error", "hang"].flatMap((fault): readonly ChainCase[] => [
    {
      name: `NeedsArtifactReboot goes wrong (${fault}): a failed ArtifactInstall`,
      groups: ONE,
      faults: [`${fault} in A NeedsArtifactReboot`],
      runs: [run("install", 1, "A Download ArtifactInstall ArtifactRollback ArtifactFailure Cleanup")],
    },
    {
      name: `NeedsArtifactReboot goes wrong (${fault}), no rollback`,
      groups: [["A no-rollback"]],
      faults: [`${fault} in A NeedsArtifactReboot`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactFailure Cleanup")],
    },
  ]),
  {
    name: "NeedsArtifactReboot goes wrong, the neighbour's Yes holds for its rollback",
    groups: [["A Yes", "B"]],
    faults: ["error in B NeedsArtifactReboot"],
    runs: [
      run(
        "install",
        1,
        "AB Download ArtifactInstall ArtifactRollback",
        "A ArtifactRollbackReboot ArtifactVerifyRollbackReboot",
        "AB ArtifactFailure Cleanup",
      ),
    ],
  },
  {
    name: "kill in NeedsArtifactReboot: a question that was not answered is asked again",
    groups: ONE,
    queries: ["NeedsArtifactReboot"],
    faults: ["kill in A NeedsArtifactReboot"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall NeedsArtifactReboot"),
      run("resume", 0, "A NeedsArtifactReboot ArtifactCommit Cleanup"),
    ],
  },
];

const ROLLBACK_ANSWERS: readonly ChainCase[] = [
  ...["say nothing", "say Perhaps", "error", "hang"].map(
    (fault): ChainCase => ({
      name: `SupportsRollback goes wrong (${fault}): No`,
      groups: ONE,
      faults: ["error in A ArtifactInstall", `${fault} in A SupportsRollback`],
      runs: [run("install", 3, "A Download ArtifactInstall ArtifactFailure Cleanup")],
    }),
  ),
  {
    name: "SupportsRollback is decided per component",
    groups: [["A", "B"]],
    faults: ["error in A ArtifactInstall", "error in B SupportsRollback"],
    runs: [run("install", 3, "AB Download ArtifactInstall", "A ArtifactRollback", "AB ArtifactFailure Cleanup")],
  },
  {
    name: "kill in SupportsRollback: a question that was not answered is asked again",
    groups: ONE,
    queries: ["SupportsRollback"],
    faults: ["error in A ArtifactInstall", "kill in A SupportsRollback"],
    runs: [
      run("install", "killed", "A Download ArtifactInstall SupportsRollback"),
      run("resume", 0, "A SupportsRollback ArtifactRollback ArtifactFailure Cleanup"),
    ],
  },
];

const DOWNLOAD_ANSWERS: readonly ChainCase[] = [
  ...["NeedsUnpackedArtifact", "ProvidePayloadFileSizes"].flatMap((query): readonly ChainCase[] => [
    ...["say Perhaps", "error", "hang"].map(
      (fault): ChainCase => ({
        name: `${query} goes wrong (${fault}): a failed Download`,
        groups: ONE,
        faults: [`${fault} in A ${query}`],
        runs: [run("install", 1, "A Cleanup")],
      }),
    ),
    {
      name: `kill in ${query}`,
      groups: ONE,
      faults: [`kill in A ${query}`],
      runs: [run("install", "killed"), run("resume", 1, "A Cleanup")],
    },
    {
      name: `${query} answers nothing: its default`,
      groups: ONE,
      faults: [`say nothing in A ${query}`],
      runs: [run("install", 0, "A Download ArtifactInstall ArtifactCommit Cleanup")],
    },
  ]),
  {
    name: "NeedsUnpackedArtifact answers No",
    groups: ONE,
    faults: ["say No in A NeedsUnpackedArtifact"],
    runs: [run("install", 0, "A Download ArtifactInstall ArtifactCommit Cleanup")],
  },
  {
    name: "ProvidePayloadFileSizes answers Yes: Download has another name",
    groups: ONE,
    faults: ["say Yes in A ProvidePayloadFileSizes"],
    runs: [run("install", 0, "A DownloadWithFileSizes ArtifactInstall ArtifactCommit Cleanup")],
  },
  ...["error", "hang"].map(
    (fails): ChainCase => ({
      name: `${fails} in DownloadWithFileSizes`,
      groups: ONE,
      faults: ["say Yes in A ProvidePayloadFileSizes", `${fails} in A DownloadWithFileSizes`],
      runs: [run("install", 1, "A DownloadWithFileSizes Cleanup")],
    }),
  ),
  {
    name: "kill in DownloadWithFileSizes",
    groups: ONE,
    faults: ["say Yes in A ProvidePayloadFileSizes", "kill in A DownloadWithFileSizes"],
    runs: [run("install", "killed", "A DownloadWithFileSizes"), run("resume", 1, "A Cleanup")],
  },
];

export const QUERIES: readonly ChainCase[] = [
  ...WHEN_ASKED,
  ...REBOOT_ANSWERS,
  ...ROLLBACK_ANSWERS,
  ...DOWNLOAD_ANSWERS,
];
