// The reboot command, as a script: what its end says of the host.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createHost } from "../../src/app/host.js";
import { temporaryFolder } from "../support/index.js";

function hostWhereRebootIs(script: string) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "reboot"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return createHost({ PATH: `${folder}:${process.env["PATH"]}` });
}

describe("reboot", () => {
  it.each([
    ["has returned", "exit 0"],
    ["is ended together with the host", "kill -TERM $$"],
  ])("counts as done when it %s", async (_, script) => {
    await expect(hostWhereRebootIs(script).reboot()).resolves.toBeUndefined();
  });

  it.each([
    ["fails", "exit 1"],
    ["is interrupted by the person at the keyboard", "kill -INT $$"],
  ])("is a failure when it %s", async (_, script) => {
    await expect(hostWhereRebootIs(script).reboot()).rejects.toThrow("reboot failed");
  });

  it("is a failure when there is no such command", async () => {
    await expect(createHost({ PATH: temporaryFolder() }).reboot()).rejects.toThrow("reboot failed");
  });
});
