// Which backups go: each case lists a module's backups by their age in days, oldest first, and what is left of them.

import { describe, expect, test } from "vitest";
import type { BackupInfo } from "../../../src/rollback/contract.js";
import { expiredUnits } from "../../../src/rollback/store/retention.js";

const NOW = 1_800_000_000;
const DAY = 24 * 60 * 60;

interface Made {
  readonly ageDays: number;
  readonly moduleName?: string;
  readonly point?: string;
}

function backupOf({ ageDays, moduleName = "app", point }: Made, index: number): BackupInfo {
  return {
    ...{ backupId: index.toString(16).padStart(16, "0"), timestamp: NOW - ageDays * DAY, backupType: "file" },
    ...{ description: "", sourcePath: "/x", backupPath: "/b", checksum: "" },
    metadata: { module_name: moduleName, ...(point === undefined ? {} : { rollback_point: point.repeat(16) }) },
  };
}

const CASES: readonly (readonly [string, readonly Made[], number, number, readonly number[]])[] = [
  ["the newest stay, whatever their age", [{ ageDays: 90 }, { ageDays: 80 }, { ageDays: 70 }], 30, 2, [80, 70]],
  ["what is young stays", [{ ageDays: 20 }, { ageDays: 10 }, { ageDays: 1 }], 30, 1, [20, 10, 1]],
  ["of just that age stays", [{ ageDays: 30 }, { ageDays: 1 }], 30, 1, [30, 1]],
  ["none need to stay", [{ ageDays: 2 }, { ageDays: 1 }], 0, 0, []],
  [
    "each module counts for itself",
    [{ ageDays: 50 }, { ageDays: 40, moduleName: "other" }, { ageDays: 35 }],
    ...([30, 1, [40, 35]] as const),
  ],
  [
    "a point counts once and goes as a whole",
    [
      ...[60, 60, 60].map((ageDays) => ({ ageDays, point: "a" })),
      ...[50, 50].map((ageDays) => ({ ageDays, point: "b" })),
    ],
    ...([30, 1, [50, 50]] as const),
  ],
  [
    "a point and a single one are two",
    [{ ageDays: 60, point: "a" }, { ageDays: 50 }, { ageDays: 40, point: "b" }],
    ...([30, 2, [50, 40]] as const),
  ],
];

describe("retention", () => {
  test.each(CASES)("%s", (_, made, maxAgeDays, keepMinimum, expected) => {
    const backups = made.map(backupOf);
    const units = expiredUnits({ backups, retention: { maxAgeDays, keepMinimum }, now: NOW, isFree: () => true });
    const gone = new Set(units.flatMap((unit) => unit.backups));
    expect(made.filter((__, i) => !gone.has(backups[i] as BackupInfo)).map(({ ageDays }) => ageDays)).toEqual(expected);
  });

  test("what may not go counts all the same", () => {
    const backups = [90, 80, 70].map((ageDays, i) => backupOf({ ageDays }, i));
    const units = expiredUnits({
      ...{ backups, retention: { maxAgeDays: 30, keepMinimum: 1 }, now: NOW },
      isFree: ({ timestamp }) => timestamp !== NOW - 80 * DAY,
    });
    expect(units.map(({ timestamp }) => (NOW - timestamp) / DAY)).toEqual([90]);
  });
});
