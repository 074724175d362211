// The inventory script: what it prints for the Mender client, and that it never fails.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createStage } from "../app/constrained/stage.js";
import { programPath, projectRoot } from "../support/index.js";
import { underEachShell } from "../update-interfaces/surroundings.js";

const SCRIPT = join(projectRoot, "mender-client", "inventory", "mender-inventory-mender-orchestrator");

function inventory(shell: readonly string[], environment: NodeJS.ProcessEnv) {
  const [file = "sh", ...args] = [...shell, SCRIPT];
  const { status, stdout, stderr } = spawnSync(file, args, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...environment },
  });
  return { status, stdout, stderr };
}

underEachShell("mender-inventory-mender-orchestrator", (surroundings) => {
  const run = (environment: NodeJS.ProcessEnv) => inventory(surroundings().shell ?? [], environment);

  test("prints what the components say; one that cannot answer is left out", () => {
    const { system, fail } = createStage({ board: { ids: ["B1", "B2"], version: "v1" } }, { isQuick: true });
    fail("B2", "Provides");
    expect(run({ ...system.environment, MENDER_ORCHESTRATOR: programPath })).toEqual({
      ...{ status: 0, stderr: "", stdout: "board.B1.rootfs-image.board.version=v1\n" },
    });
  });

  test.each([
    ["is not there", "no-such-program"],
    ["fails", "false"],
    ["prints something else", "echo"],
  ])("prints nothing where the program %s", (_, program) => {
    expect(run({ MENDER_ORCHESTRATOR: program })).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
