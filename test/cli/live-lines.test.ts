// The lines of the live view, for terminals of several sizes.

import { describe, expect, it } from "vitest";
import { NO_PAINT } from "../../src/cli/render/paint.js";
import { type LiveInput, liveLines, transferText } from "../../src/cli/run/live-lines.js";
import { type Plan, reportOf } from "../../src/model/index.js";
import { GATEWAY, journal, PLAN, planned, R456, R998, START } from "../model/journal-builder.js";
import * as journals from "../model/journals.js";

const MIB = 1024 ** 2;
const NO_TRANSFERS = { of: () => undefined };

function lines(input: Partial<LiveInput> & Pick<LiveInput, "report">): readonly string[] {
  return liveLines({
    ...{ transfers: NO_TRANSFERS, now: START + 12_000, columns: 80, rows: 24, paint: NO_PAINT },
    ...input,
  });
}

const downloading = reportOf(PLAN, journal().installed(GATEWAY).begun("Download", R456, R998).records);
const half = { doneBytes: 14 * MIB, totalBytes: 28 * MIB, bytesPerSecond: 3.5 * MIB };
const transfers = { of: (key: string) => (key === R456 ? half : undefined) };

describe("liveLines", () => {
  it("one line a component: state, time, and bytes while streaming", () => {
    expect(lines({ report: downloading, transfers })).toEqual([
      "system-core-v2: updating, 12 s",
      "  gateway.G13  installed",
      "  rtos.R456    Download  12 s  [###----]  50%  14.0 MiB of 28.0 MiB  3.50 MiB/s",
      "  rtos.R998    Download  12 s",
    ]);
  });

  it("a wide terminal has room for versions and a longer bar", () => {
    expect(lines({ report: downloading, transfers, columns: 120 })[2]).toBe(
      "  rtos.R456    v1 → v2  Download  12 s  [############------------]  50%  14.0 MiB of 28.0 MiB  3.50 MiB/s",
    );
  });

  it("a failure stays visible during the rollback", () => {
    const report = reportOf(PLAN, journals.COMMIT_FAILED.slice(0, -14));
    expect(lines({ report })).toContain("  rtos.R456    rolled back  (ArtifactCommit failed: exit code 1)");
    expect(lines({ report })[0]).toBe("system-core-v2: rolling back, 12 s");
  });

  it.each([20, 40, 60, 80, 200])("no line is wider than %d columns", (columns) => {
    for (const records of [journals.INCONSISTENT, journals.COMMIT_FAILED, journals.INTERRUPTED]) {
      for (const line of lines({ report: reportOf(PLAN, records), transfers, columns })) {
        expect(line.length).toBeLessThan(columns);
      }
    }
  });

  const boards = Array.from({ length: 60 }, (_, i) => planned("rtos", `R${i}`, { from: "v1", to: "v2" }));
  const many: Plan = { ...PLAN, groups: [{ order: 1, components: boards }] };
  const busy = journal().begun("Download", "rtos.R50", "rtos.R51");

  it("more components than rows: those at work are shown, the others counted", () => {
    const shown = lines({ report: reportOf(many, busy.records), rows: 10 });
    expect(shown).toEqual([
      "system-core-v2: updating, 12 s",
      "  rtos.R0   waiting",
      "  rtos.R1   waiting",
      "  rtos.R2   waiting",
      "  rtos.R50  Download  12 s",
      "  rtos.R51  Download  12 s",
      "  and 55 more: 55 waiting",
    ]);
  });

  it.each([1, 3, 5, 24])("a terminal of %d rows is never overrun", (rows) => {
    const shown = lines({ report: reportOf(many, busy.records), rows });
    expect(shown.length).toBeLessThanOrEqual(Math.max(2, rows - 2));
  });
});

describe("transferText", () => {
  it.each([
    [200, "[############------------]  50%  14.0 MiB of 28.0 MiB  3.50 MiB/s"],
    [60, "[#########----------]  50%  14.0 MiB of 28.0 MiB  3.50 MiB/s"],
    [47, "[###---]  50%  14.0 MiB of 28.0 MiB  3.50 MiB/s"],
    [46, " 50%  14.0 MiB of 28.0 MiB  3.50 MiB/s"],
    [30, " 50%  14.0 MiB of 28.0 MiB"],
    [14, "[###----]  50%"],
    [13, "[###---]  50%"],
    [10, " 50%"],
    [2, ""],
  ] as const)("in %d columns", (room, expected) => {
    expect(transferText(half, room)).toBe(expected);
  });
});
