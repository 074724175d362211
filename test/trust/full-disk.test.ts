// No room for what is remembered of trust: nothing is installed whose serial could not be noted, and what was noted stays.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { requirePrograms } from "../support/index.js";
import { createStage, type Stage } from "./attacks/stage.js";

/** The data store on a disk of its own. */
async function onOwnDisk(): Promise<Stage & { readonly store: string }> {
  const stage = await createStage();
  const store = join(stage.folder, "store");
  const topology = readFileSync(join(store, "topology.yaml"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", store]);
  onTestFinished(() => void execFileSync("umount", ["-l", store]));
  writeFileSync(join(store, "topology.yaml"), topology);
  return { ...stage, store };
}

/** To the last byte: the system takes what it can of a large write. */
function fillUp(path: string): void {
  expect(() => writeFileSync(path, Buffer.alloc(8 * 2 ** 20))).toThrow("ENOSPC");
}

requirePrograms(["mount", "umount"], { root: true })("a disk that is full as the serial is noted", () => {
  test("the manifest is refused, and taken once there is room", async () => {
    const stage = await onOwnDisk();
    await stage.installs();
    const noted = () => readFileSync(join(stage.store, "systems", "default", "trust.json"), "utf8");
    const before = noted();
    await stage.release({ serial: 2, version: "v2" });
    const filler = join(stage.store, "filler");
    fillUp(filler);
    const refused = await stage.run("install", stage.manifestPath);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/DATASTORE_FULL.*trust\.json/) });
    expect([stage.version(), noted()]).toEqual(["v1", before]);
    rmSync(filler);
    await stage.installs();
    expect(stage.version()).toBe("v2");
    expect(JSON.parse(noted()).accepted.serial).toBe(2);
  });
});
