// The system device: what rootfs-image tells the Mender client to do, and that it never calls a rollback done that was not.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkInterface, createContext } from "../../src/app/index.js";
import { requirePrograms, temporaryFolder } from "../support/index.js";
import { behave, type Device, realDevice, standInDevice, storeArtifact } from "./mender-clients.js";
import { call, callAll, shippedFolder } from "./script.js";

const VERSION = "rootfs-image.board-image.version";

async function exitCodes(device: Device, states: readonly string[]): Promise<readonly (number | null)[]> {
  const codes: (number | null)[] = [];
  for (const state of states) codes.push((await call(device, state)).exitCode);
  return codes;
}

const realClient = requirePrograms(["mender", "mender-artifact", "unshare"], {
  package: ["mender-client", "mender-artifact", "util-linux"],
  root: true,
});

realClient("the installed Mender client", () => {
  test("installs and commits, and then cannot go back", async () => {
    const device = realDevice();
    expect(await callAll(device, ["Provides"])).toBe("rootfs-image.version=unknown\n");
    await callAll(device, ["Download", "ArtifactInstall"]);
    expect(await callAll(device, ["NeedsArtifactReboot"])).toBe("Automatic\n");
    await callAll(device, ["ArtifactVerifyReboot", "ArtifactCommit"]);
    expect(await callAll(device, ["Provides"])).toContain(`${VERSION}=release-1\n`);
    const late = await call(device, "ArtifactRollback");
    expect(late.exitCode).toBe(1);
    expect(late.stderr).toContain("has committed the update and cannot take it back");
    await callAll(device, ["ArtifactFailure", "Cleanup", "Cleanup"]);
  });

  test("rolls back what is not committed, once, however often it is asked", async () => {
    const device = realDevice();
    await callAll(device, ["ArtifactInstall", "ArtifactCommit"]);
    storeArtifact(device, "release-2");
    await callAll(device, ["ArtifactInstall", "ArtifactRollback", "ArtifactRollback", "Cleanup"]);
    expect(await callAll(device, ["Provides"])).toContain(`${VERSION}=release-1\n`);
  });

  test("has nothing to roll back after a failed installation", async () => {
    const device = realDevice();
    behave(device, "fail");
    expect(await exitCodes(device, ["ArtifactInstall", "ArtifactRollback", "Cleanup"])).toEqual([1, 0, 0]);
  });

  test("is not trusted when it was killed: it has no record of the installation", async () => {
    const device = realDevice();
    behave(device, "crash");
    expect((await call(device, "ArtifactInstall")).exitCode).toBe(1);
    behave(device, "");
    const rollback = await call(device, "ArtifactRollback");
    expect(rollback.exitCode).toBe(1);
    expect(rollback.stderr).toContain("its outcome is unknown");
  });

  test("is as before after a failed commit and the rollback", async () => {
    const device = realDevice();
    behave(device, "fail-commit");
    await callAll(device, ["ArtifactInstall"]);
    expect((await call(device, "ArtifactCommit")).exitCode).toBe(1);
    const { exitCode } = await call(device, "ArtifactRollback");
    const provides = await callAll(device, ["Provides"]);
    expect([exitCode, provides]).toEqual([0, "rootfs-image.version=unknown\n"]);
  });

  test("needs no reboot where the payload needs none", async () => {
    const device = realDevice();
    behave(device, "no-reboot");
    await callAll(device, ["ArtifactInstall"]);
    expect(await callAll(device, ["NeedsArtifactReboot"])).toBe("No\n");
  });

  test("tells the device type in the 2024 dialect only", async () => {
    const device = realDevice();
    expect(await callAll({ ...device, args: ["gateway", "G13"] }, ["Provides"])).toContain("device_type=board");
    expect(await callAll({ ...device, args: ["gateway", "dialect=2024"] }, ["Provides"])).toContain(
      "device_type=board",
    );
    expect(await callAll({ ...device, args: ["gateway", "G13", "dialect=2026"] }, ["Provides"])).not.toContain(
      "device_type",
    );
    expect(await callAll(device, ["Provides"])).not.toContain("device_type");
  });

  test("lets the interface keep every rule of the protocol", async () => {
    const device = realDevice();
    const silent = () => undefined;
    const log = { trace: silent, debug: silent, info: silent, warning: silent, error: silent };
    const environment = { ...process.env, ...device.environment };
    const context = createContext({ programName: "orchestrator", programVersion: "0", environment, options: {}, log });
    const check = {
      dialect: "2026",
      type: "board",
      args: [],
      runStates: true,
      timeoutSeconds: 60,
      environment,
    } as const;
    const artifactPath = join(device.workDir, "files", "artifact.mender");
    const result = await checkInterface(context, { ...check, artifactPath, interfacePath: device.path });
    expect(result.findings.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  });
});

describe("a client that does not say what is installed", () => {
  const failing = () => {
    const device = standInDevice({ canStop: true });
    rmSync(join(device.root, "provides"));
    return { ...device, environment: { ...device.environment, MENDER_DATASTORE_DIR: device.root } };
  };

  test("because it has no database yet leaves the version unknown, and installs nothing", async () => {
    const device = failing();
    const provides = await call(device, "Provides");
    expect(provides).toMatchObject({ exitCode: 0, stdout: "rootfs-image.version=unknown\n" });
    expect(provides.stderr).toContain("has no database yet");
    expect(await exitCodes(device, ["ArtifactInstall", "ArtifactRollback", "Cleanup"])).toEqual([1, 0, 0]);
    expect(readFileSync(join(device.root, "calls"), "utf8")).not.toContain("install");
  });

  test("although it has a database is no answer", async () => {
    const device = failing();
    writeFileSync(join(device.root, "mender-store"), "");
    expect(await call(device, "Provides")).toMatchObject({ exitCode: 1, stdout: "" });
  });
});

describe("mender-update", () => {
  test("that can stop in a commit can roll back after it", async () => {
    const device = standInDevice({ canStop: true });
    await callAll(device, ["ArtifactInstall", "ArtifactCommit"]);
    expect(await callAll(device, ["Provides"])).toBe("rootfs-image.version=new\n");
    await callAll(device, ["ArtifactRollback", "ArtifactRollback", "Cleanup"]);
    expect(await callAll(device, ["Provides"])).toBe("rootfs-image.version=old\n");
  });

  test("that can stop in a commit ends it in Cleanup", async () => {
    const device = standInDevice({ canStop: true });
    await callAll(device, ["ArtifactInstall", "ArtifactCommit", "Cleanup", "Cleanup"]);
    const calls = readFileSync(join(device.root, "calls"), "utf8").split("\n");
    expect(calls).toContain("commit --stop-before ArtifactCommit_Leave --stop-before ArtifactRollback_Enter");
    expect(calls).toContain("resume");
  });

  test("that cannot stop is not resumed, and does not roll back after a commit", async () => {
    const device = standInDevice({ canStop: false });
    await callAll(device, ["ArtifactInstall", "ArtifactCommit"]);
    expect(await exitCodes(device, ["ArtifactRollback", "ArtifactFailure", "Cleanup"])).toEqual([1, 0, 0]);
    expect(readFileSync(join(device.root, "calls"), "utf8")).not.toContain("resume");
  });

  test.each([
    ["before the client was called", [] as const, ["ArtifactRollback"], [0]],
    ["with a failing installation", ["fail"] as const, ["ArtifactInstall", "ArtifactRollback"], [1, 0]],
  ])("rolls back %s", async (_, files, states, expected) => {
    const device = standInDevice({ canStop: true });
    for (const name of files) writeFileSync(join(device.root, name), "");
    expect(await exitCodes(device, states)).toEqual(expected);
  });
});

test("without a client, it says so", async () => {
  const empty = temporaryFolder();
  const subject = { path: join(shippedFolder, "rootfs-image"), workDir: empty, args: ["gateway"] };
  const ended = await call({ ...subject, shell: ["/bin/sh"], environment: { PATH: empty } }, "ArtifactInstall");
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain("neither mender-update nor mender is installed");
});
