// The rules are worth something only if each of them catches a machine that breaks it. Here each gets a deployment, written
// down as commands and what came of them, with one fault planted.

import { describe, expect, test } from "vitest";
import type { MachineAnswer } from "../../src/model/index.js";
import { answered, ended, type Happening, passed, ran, rebooted } from "./happenings.js";
import { remember, startOf } from "./history.js";
import { broken, RULES } from "./rules.js";

const installed = (id: string, need: MachineAnswer = "No"): readonly Happening[] => [
  ran(`${id} Download`),
  ran(`${id} ArtifactInstall`),
  answered("NeedsArtifactReboot", { [id]: need }),
];
const failedInstall: readonly Happening[] = [
  ran("A Download"),
  ran("A ArtifactInstall", "A"),
  passed("ArtifactRollback"),
];
const supported = answered("SupportsRollback", { A: true });
const toCleanup: readonly Happening[] = [passed("Cleanup"), ran("A Cleanup")];
const verifiedBoth = [...installed("A"), ...installed("B"), passed("ArtifactCommit")];

function brokenBy(groups: readonly (readonly string[])[], happenings: readonly Happening[]): readonly string[] {
  let history = startOf(groups);
  const found: string[] = [];
  for (const [command, event] of happenings) {
    found.push(...broken(history, command));
    if (event !== undefined) history = remember(history, command, event);
  }
  return found;
}

const ONE = [["A"]];
const TWO = [["A"], ["B"]];

interface Planted {
  readonly breaks: string;
  readonly groups?: readonly (readonly string[])[];
  readonly happenings: readonly Happening[];
}

const PLANTED: readonly Planted[] = [
  {
    breaks: "ArtifactInstall comes after a Download that succeeded",
    happenings: [ran("A ArtifactInstall")],
  },
  {
    breaks: "ArtifactReboot runs where NeedsArtifactReboot was Yes",
    happenings: [...installed("A", "No"), ran("A ArtifactReboot")],
  },
  {
    breaks: "ArtifactVerifyReboot comes after the reboot",
    happenings: [...installed("A", "Yes"), ran("A ArtifactVerifyReboot")],
  },
  {
    breaks: "ArtifactCommit comes when all components of all groups are verified",
    groups: TWO,
    happenings: [...installed("A"), passed("ArtifactCommit"), ran("A ArtifactCommit")],
  },
  {
    breaks: "nothing of the update is done after a failure",
    happenings: [ran("A Download"), ran("A ArtifactInstall", "A"), ran("A ArtifactReboot")],
  },
  {
    breaks: "a group begins when the lower groups are verified",
    groups: TWO,
    happenings: [ran("A Download"), ran("B Download")],
  },
  {
    breaks: "a group is committed after the lower groups",
    groups: TWO,
    happenings: [...verifiedBoth, ran("B ArtifactCommit")],
  },
  {
    breaks: "the host reboots for those that answered Automatic, after the reboots of those that answered Yes",
    groups: [["A", "B"]],
    happenings: [
      ran("AB Download"),
      ran("AB ArtifactInstall"),
      answered("NeedsArtifactReboot", { A: "Yes", B: "Automatic" }),
      rebooted("B"),
    ],
  },
  {
    breaks: "after a host reboot the verify comes first",
    groups: TWO,
    happenings: [...installed("A", "Automatic"), rebooted("A"), ran("B Download")],
  },
  {
    breaks: "a rollback state comes after a failure or a request",
    happenings: [...installed("A"), passed("ArtifactRollback"), supported, ran("A ArtifactRollback")],
  },
  {
    breaks: "ArtifactRollback runs where ArtifactInstall started and SupportsRollback was Yes",
    happenings: [...failedInstall, answered("SupportsRollback", { A: false }), ran("A ArtifactRollback")],
  },
  {
    breaks: "ArtifactRollback runs once",
    happenings: [...failedInstall, supported, ran("A ArtifactRollback", "A"), ran("A ArtifactRollback")],
  },
  {
    breaks: "ArtifactRollbackReboot runs where NeedsArtifactReboot was Yes and ArtifactRollback ran",
    happenings: [...failedInstall, supported, ran("A ArtifactRollback"), ran("A ArtifactRollbackReboot")],
  },
  {
    breaks: "ArtifactVerifyRollbackReboot comes after the reboot of the rollback",
    happenings: [...failedInstall, supported, ran("A ArtifactRollback"), ran("A ArtifactVerifyRollbackReboot")],
  },
  {
    breaks: "ArtifactVerifyRollbackReboot is tried three times at most, and not after it succeeded",
    happenings: [
      ...installed("A", "Yes"),
      ran("A ArtifactReboot", "A"),
      passed("ArtifactRollback"),
      supported,
      ran("A ArtifactRollback"),
      ...Array.from({ length: 4 }, () => [
        ran("A ArtifactRollbackReboot"),
        ran("A ArtifactVerifyRollbackReboot", "A"),
      ]).flat(),
    ],
  },
  {
    breaks: "ArtifactFailure runs where ArtifactInstall started",
    happenings: [ran("A Download", "A"), passed("ArtifactRollback"), ran("A ArtifactFailure")],
  },
  {
    breaks: "ArtifactFailure runs once",
    happenings: [
      ...failedInstall,
      supported,
      ran("A ArtifactRollback"),
      ran("A ArtifactFailure"),
      ran("A ArtifactFailure"),
    ],
  },
  {
    breaks: "ArtifactFailure comes after the rollback of a component that supports it, with its reboot and verify",
    happenings: [...failedInstall, supported, ran("A ArtifactFailure")],
  },
  {
    breaks: "groups are rolled back from the highest down",
    groups: TWO,
    happenings: [
      ...installed("A"),
      ran("B Download"),
      ran("B ArtifactInstall", "B"),
      passed("ArtifactRollback"),
      answered("SupportsRollback", { A: true, B: true }),
      ran("A ArtifactRollback"),
      ran("B ArtifactRollback"),
    ],
  },
  {
    breaks: "the host reboots in the rollback where it did for the update and ArtifactRollback ran",
    happenings: [...failedInstall, supported, ran("A ArtifactRollback"), rebooted("A", "rollback")],
  },
  {
    breaks: "SupportsRollback is asked where ArtifactInstall started, in a rollback",
    happenings: [ran("A Download", "A"), supported],
  },
  {
    breaks: "Cleanup runs once, for a component for which a state ran",
    happenings: [ran("A Download", "A"), ...toCleanup, ran("A Cleanup")],
  },
  {
    breaks: "nothing but Cleanup comes after Cleanup, group by group upwards",
    groups: TWO,
    happenings: [
      ...verifiedBoth,
      ran("A ArtifactCommit"),
      ran("B ArtifactCommit"),
      passed("Cleanup"),
      ran("B Cleanup"),
      ran("A Cleanup"),
    ],
  },
  {
    breaks: "Cleanup after a failure comes when every component whose ArtifactInstall started had its ArtifactFailure",
    happenings: [...failedInstall, supported, ran("A ArtifactRollback"), ...toCleanup],
  },
  {
    breaks: "Cleanup without a failure comes when everything is committed",
    happenings: [...installed("A"), ...toCleanup],
  },
  {
    breaks: "at the end every component for which a state ran was cleaned up",
    happenings: [ran("A Download", "A"), ended("rolledBack")],
  },
  {
    breaks: "the verdict is true",
    happenings: [
      ...failedInstall,
      supported,
      ran("A ArtifactRollback", "A"),
      ran("A ArtifactFailure"),
      ...toCleanup,
      ended("rolledBack"),
    ],
  },
  {
    breaks: "a stop was possible before the first ArtifactCommit, the first rollback state and the first Cleanup",
    happenings: [...installed("A"), ran("A ArtifactCommit")],
  },
  {
    breaks: "a command names components of one group, each once",
    groups: TWO,
    happenings: [ran("AB Download")],
  },
];

const SOUND: readonly Planted[] = [
  {
    breaks: "nothing",
    groups: TWO,
    happenings: [
      ...verifiedBoth,
      ran("A ArtifactCommit"),
      ran("B ArtifactCommit"),
      passed("Cleanup"),
      ran("A Cleanup"),
      ran("B Cleanup"),
      ended("succeeded"),
    ],
  },
  {
    breaks: "nothing",
    happenings: [
      ...failedInstall,
      supported,
      ran("A ArtifactRollback"),
      ran("A ArtifactFailure"),
      ...toCleanup,
      ended("rolledBack"),
    ],
  },
];

describe("the rules of the enumeration", () => {
  test.each(PLANTED.map((planted) => [planted.breaks, planted] as const))("catch: %s", (breaks, planted) => {
    expect(brokenBy(planted.groups ?? ONE, planted.happenings)).toContain(breaks);
  });

  test("each have a fault planted", () => {
    expect(PLANTED.map(({ breaks }) => breaks).sort()).toEqual(RULES.map(({ name }) => name).sort());
  });

  test("let a sound deployment pass", () => {
    for (const { groups, happenings } of SOUND) expect(brokenBy(groups ?? ONE, happenings)).toEqual([]);
  });
});
