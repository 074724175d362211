// `rollback --to`: a person is asked before newer data is lost, a script has to say so, and nobody is asked where none is.

import { describe, expect, it } from "vitest";
import type { App, ReturnAnswer, RollbackToOptions } from "../../src/cli/app-types.js";
import { POINT_PLAN } from "../model/point-journals.js";
import { sequence } from "./plans.js";
import { run } from "./support.js";

const CAPTURED_AT = Date.UTC(2026, 2, 1, 12, 0, 0);

function answerWith(overwritten: ReturnAnswer["overwritten"]): ReturnAnswer {
  const answer = { isFeasible: true, sequence: sequence([]), warnings: [] } as const;
  return { manifestName: "system-core-v1", warnings: [], problem: undefined, answer, legs: [POINT_PLAN], overwritten };
}

const LOSING = answerWith([{ component: "gateway.G13", capturedAt: CAPTURED_AT }]);

async function rollback(words: readonly string[], planned: ReturnAnswer = LOSING) {
  const begun: RollbackToOptions[] = [];
  const app: Partial<App> = {
    planReturn: async () => planned,
    rollbackTo: async (_, options) => {
      begun.push(options);
      return { exitCode: 0, outcome: "done", manifestName: "system-core-v1", records: [] };
    },
  };
  return { begun, ...(await run(["rollback", ...words], { app })) };
}

describe("rollback --to", () => {
  it("without a terminal and --yes is refused, with what would be lost", async () => {
    const { code, begun, stderr } = await rollback(["--to", "7"]);
    expect({ code, begun }).toEqual({ code: 5, begun: [] });
    expect(stderr).toContain("what gateway.G13 has written since would be lost, and nobody is there to ask");
    expect(stderr).toContain("Give --yes.");
  });

  it("with --yes goes ahead", async () => {
    const { code, begun } = await rollback(["--to", "7", "--yes", "--stop-before", "Cleanup"]);
    expect(code).toBe(0);
    expect(begun).toEqual([{ deploymentId: "7", stopBefore: ["Cleanup"], exitOnReboot: false }]);
  });

  it("needs no consent where no data is lost", async () => {
    const { code, begun } = await rollback(["--to", "7"], answerWith([]));
    expect({ code, begun: begun.length }).toEqual({ code: 0, begun: 1 });
  });

  it("--dry-run shows what would be done and lost, and does nothing", async () => {
    const { code, begun, stdout } = await rollback(["--to", "7", "--dry-run"]);
    expect({ code, begun }).toEqual({ code: 0, begun: [] });
    expect(stdout).toContain("system-core-v2: 1 component would be updated");
    expect(stdout).toMatch(/What was written since is lost:\n {2}gateway\.G13 {2}since 2026-03-01 /);
  });

  it("--dry-run needs --to", async () => {
    const { code, stderr } = await rollback(["--dry-run"]);
    expect(code).toBe(5);
    expect(stderr).toContain("--dry-run needs --to");
  });
});
