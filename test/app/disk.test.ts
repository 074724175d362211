// A data store that cannot be written: refused before anything is touched, or the system is brought back.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { projectRoot, requirePrograms } from "../support/index.js";
import { createSystem, type System } from "./system.js";

const mounted: string[] = [];

afterAll(() => {
  for (const folder of mounted) execFileSync("umount", ["-l", folder]);
});

const MANIFEST = `api_version: mender/v1
kind: update_manifest
version: system-v1
component_types:
  gateway:
    artifact_path: gateway.mender
    update_strategy: { order: 10 }
  rtos:
    artifact_path: rtos.mender
    update_strategy: { order: 20 }
components:
  - { component_type: gateway, id: G13 }
  - { component_type: rtos, id: R456 }
`;

/** Two mock components, and a data store that is a disk of its own. */
async function systemOnDisk(sizeKibibytes: number): Promise<System> {
  const instances = join(projectRoot, "test", "app", "instances");
  const system = createSystem(instances, ["gateway", "rtos"]);
  const store = join(system.folder, "store");
  writeFileSync(join(system.folder, "manifest.yaml"), MANIFEST);
  writeFileSync(join(system.folder, "payload"), "image\n");
  for (const type of ["gateway", "rtos"]) {
    const made = await system.run(
      ...["artifact", "write", "--type", type, "--compatible-type", type, "--name", `${type}-v1`],
      ...["--provides", `version:${type}-v1`, "--no-default-software-version"],
      ...["--file", join(system.folder, "payload"), "-o", join(system.folder, `${type}.mender`)],
    );
    expect(made).toMatchObject({ exitCode: 0 });
  }
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKibibytes}k`, "tmpfs", store]);
  mounted.push(store);
  return system;
}

const install = (system: System) => system.run("install", join(system.folder, "manifest.yaml"));

requirePrograms(["mount", "umount", "flock"], { package: "util-linux", root: true })("a data store", () => {
  it("that is read-only is refused before anything is touched", async () => {
    const system = await systemOnDisk(4096);
    execFileSync("mount", ["-o", "remount,ro", join(system.folder, "store")]);
    const { exitCode, stderr } = await install(system);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("DATASTORE_UNWRITABLE");
    expect(stderr).toContain("read-only");
    expect(stderr).not.toContain("Download");
  });

  it("that is full is refused before anything is touched", async () => {
    const system = await systemOnDisk(64);
    writeFileSync(join(system.folder, "store", "filler"), Buffer.alloc(60 * 1024));
    const { exitCode, stderr } = await install(system);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("DATASTORE_FULL");
    expect(stderr).not.toContain("Download");
  });

  it("that becomes full in the middle brings the system back", async () => {
    const system = await systemOnDisk(2048);
    const store = join(system.folder, "store");
    mkdirSync(join(system.folder, "data", "interfaces", "v1"), { recursive: true });
    const filler = join(system.folder, "data", "interfaces", "v1", "gateway");
    const mock = join(system.folder, "data", "update-interfaces", "v1", "gateway");
    const script = `#!/bin/sh\n[ "$1" = ArtifactInstall ] && cat /dev/zero > "${store}/filler" 2>/dev/null\nexec "${mock}" "$@"\n`;
    writeFileSync(filler, script, { mode: 0o755 });

    const { exitCode, stderr } = await install(system);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("ArtifactRollback") });
    expect(system.version("G13")).toBe("gateway-v0");
    expect(system.version("R456")).toBe("rtos-v0");
    rmSync(join(store, "filler"));
    const history = await system.run("history", "show", "1", "--output", "json");
    expect(JSON.parse(history.stdout)).toMatchObject({ verdict: "rolledBack" });
    expect((await system.run("resume")).exitCode).toBe(2);
  });
});
