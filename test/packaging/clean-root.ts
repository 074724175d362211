// A Debian with next to nothing in it, made by debootstrap, in a folder: commands are run in it, and it can be booted.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Run } from "../app/system.js";
import { endOf } from "../client/device.js";
import { temporaryFolder } from "../support/index.js";

const execute = promisify(execFile);
const RELEASE = "bookworm";

export interface CleanRoot {
  readonly folder: string;
  run(...command: readonly string[]): Promise<Run>;
  /** The same in a shell. */
  shell(script: string): Promise<Run>;
  /** Boots it, and waits until it has come up. */
  boot(): Promise<Machine>;
  /** What a test that has failed has left running. */
  switchOff(): Promise<void>;
}

export interface Machine {
  shell(script: string): Promise<Run>;
  /** Kills init, and with it everything. */
  cutPower(): Promise<void>;
}

/** `packages` beside the smallest set. */
export async function createCleanRoot(packages: readonly string[]): Promise<CleanRoot> {
  const folder = join(temporaryFolder(), "root");
  const include = `--include=${packages.join(",")}`;
  // It is thrown away: nothing of it has to be on disk at any moment.
  const env = { ...process.env, DPKG_FORCE: "unsafe-io" };
  await execute("debootstrap", ["--variant=minbase", include, RELEASE, folder, await mirror()], { env });
  const machines: Machine[] = [];
  const run = (...command: readonly string[]) => endOf(inside(folder, [...QUIET, ...command]));
  return {
    ...{ folder, run, shell: (script) => run("sh", "-c", script) },
    boot: async () => {
      const machine = await boot(folder);
      machines.push(machine);
      return machine;
    },
    switchOff: async () => {
      for (const machine of machines) await machine.cutPower();
    },
  };
}

/** Where this machine has its packages from. */
async function mirror(): Promise<string> {
  const fields = ["--format", "$(REPO_URI)", "Created-By: Packages", `Release: ${RELEASE}`];
  const { stdout } = await execute("apt-get", ["indextargets", ...fields]);
  return stdout.split("\n")[0] ?? "";
}

const QUIET = ["-q", "--pipe"];

function inside(folder: string, args: readonly string[]): ChildProcess {
  const own = ["--register=no", "--keep-unit", "--private-network", "-D", folder];
  const env = { PATH: process.env["PATH"] };
  return spawn("systemd-nspawn", [...own, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function boot(folder: string): Promise<Machine> {
  const machine = inside(folder, ["-q", "-b"]);
  const ended = endOf(machine);
  const init = await initOf(machine);
  const shell = (script: string) =>
    endOf(spawn("nsenter", ["-t", `${init}`, "-a", "sh", "-c", script], { stdio: ["ignore", "pipe", "pipe"] }));
  // Until systemd answers, systemctl fails at once; then it waits. A unit that has failed does not keep it from having come up.
  while (!/running|degraded/.test((await shell("systemctl is-system-running --wait")).stdout)) await moment();
  return {
    shell,
    cutPower: async () => {
      if (machine.exitCode === null) process.kill(init, "SIGKILL");
      await ended;
    },
  };
}

/** Its first process: a child of nspawn, once it has become systemd. */
async function initOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const path = `/proc/${pid}/task/${pid}/children`;
    if (!existsSync(path)) throw new Error("the machine did not boot");
    const children = readFileSync(path, "utf8").trim().split(" ").filter(Boolean).map(Number);
    const init = children.find((child) => nameOf(child) === "systemd");
    if (init !== undefined) return init;
    await moment();
  }
}

function nameOf(pid: number): string | undefined {
  const path = `/proc/${pid}/comm`;
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
