// A Debian with next to nothing in it, made by debootstrap, in a folder: commands are run in it, and it can be booted.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
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
  /** Of what runs: the end of its log. Of what has ended: what it had on its console. */
  logs(): Promise<string>;
  /** What a test that has failed has left running, also one that has not come up. */
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
  const booted: Booted[] = [];
  const run = (...command: readonly string[]) => endOf(inside(folder, [...QUIET, ...command]));
  return {
    ...{ folder, run, shell: (script) => run("sh", "-c", script) },
    boot: async () => {
      const machine = powerUp(folder);
      booted.push(machine);
      await isUp(machine);
      return machine;
    },
    logs: async () => (await Promise.all(booted.map(({ log }) => log()))).join("\n"),
    switchOff: async () => {
      for (const { cutPower } of booted.splice(0)) await cutPower();
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

interface Booted extends Machine {
  readonly hasEnded: () => boolean;
  log(): Promise<string>;
}

const LOG = "journalctl -b --no-pager | tail -n 200";

function powerUp(folder: string): Booted {
  const machine = inside(folder, ["-q", "-b"]);
  const hasEnded = () => machine.exitCode !== null || machine.signalCode !== null;
  const ended = endOf(machine);
  ended.catch(() => undefined); // It is told to whoever waits for it.
  const shell = async (script: string) => {
    const enter = ["-t", `${initOf(machine) ?? "none"}`, "-a"];
    return await endOf(spawn("nsenter", [...enter, "sh", "-c", script], { stdio: ["ignore", "pipe", "pipe"] }));
  };
  const cutPower = async () => {
    const init = initOf(machine);
    // Without its init it is ended from without, and what it has begun to boot goes with it.
    if (!hasEnded()) init === undefined ? machine.kill("SIGKILL") : process.kill(init, "SIGKILL");
    await ended;
  };
  return { hasEnded, shell, cutPower, log: async () => (hasEnded() ? await ended : await shell(LOG)).stdout };
}

/** Until systemd answers, systemctl fails at once; then it waits. A unit that has failed does not keep it from having come up. */
async function isUp({ hasEnded, shell, log }: Booted): Promise<void> {
  while (!/running|degraded/.test((await shell("systemctl is-system-running --wait")).stdout)) {
    if (hasEnded()) throw new Error(`the machine did not boot: ${await log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Its first process: a child of nspawn, once it has become systemd. Others come and go while they are looked at. */
function initOf({ pid }: ChildProcess): number | undefined {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  return children.map(Number).find((child) => textOf(`/proc/${child}/comm`) === "systemd");
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
