// The power goes while the rest of a bundle from a pipe is stored before the host reboots: what has not been stored is gone, the
// program that goes on after the boot brings the system back, and nothing of the bundle is left.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programPath } from "../../support/index.js";
import { type Bundled, createBundled, START, stored } from "./bundled-stage.js";

const MIB = 2 ** 20;

/** The host does not go down: the next call of the program is what comes after the boot. */
function programOn({ stage: { system } }: Bundled) {
  const bin = join(system.folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "reboot"), "#!/bin/sh\n", { mode: 0o755 });
  const env = { ...system.environment, PATH: `${bin}:${process.env["PATH"]}` };
  return (...args: readonly string[]) =>
    spawn(process.execPath, [programPath, ...args], { env, stdio: ["pipe", "ignore", "ignore"] });
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

test.each([
  ["in the middle of the first", MIB / 2, ["0001.part"]],
  ["when one is stored and one is not", 2 * MIB, ["0001.mender", "0002.part"]],
] as const)("%s", async (_, beyond, waiting) => {
  const bundled = await createBundled({ board: MIB, radio: MIB });
  const { stage, bundlePath } = bundled;
  writeFileSync(stage.system.instance("G1", "Automatic"), "");
  const start = programOn(bundled);
  const installing = start("install", "-");
  const ended = endOf(installing);
  installing.stdin?.on("error", () => undefined); // It is killed while it is written to.
  const bytes = readFileSync(bundlePath);
  installing.stdin?.write(bytes.subarray(0, bytes.indexOf("payloads/0001\0") + beyond));
  await expect.poll(() => [...stored(stage)].sort(), { timeout: 150_000 }).toEqual(waiting);
  installing.kill("SIGKILL");
  await ended;
  // To the reboot of the way back, and from there on.
  await endOf(start("resume", "--after-boot"));
  expect(await endOf(start("resume", "--after-boot"))).toBe(0);
  expect(stage.versions()).toEqual(START);
  expect((await stage.status()).inProgress).toBeUndefined();
  expect(existsSync(join(stage.system.folder, "store", "stream"))).toBe(false);
});
