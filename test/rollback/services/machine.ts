// A real systemd: a container on an overlay of this system, of which nothing is kept. Programs of a test reach it through a `systemctl`
// of the test's own, which looks like the real one and goes inside.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/index.js";

export interface Machine {
  /** With a `systemctl` in it. */
  readonly binFolder: string;
  /** Its root, as it looks from outside; what is written there is there inside. */
  readonly root: string;
  /** What a command line begins with that is to run inside. */
  readonly enter: readonly string[];
  run(program: string, ...args: readonly string[]): string;
  /** What one of its shells prints. */
  shell(script: string): string;
  /** As after a power cut: all that runs inside is killed at once, and it boots from what is written. The machine before is of no more use. */
  bootAgain(): Promise<Machine>;
  switchOff(): Promise<void>;
}

const MOST_BYTES = 64 * 1024 * 1024;

/** `units`: texts by the names of their files. */
export async function bootMachine(units: Readonly<Record<string, string>>): Promise<Machine> {
  const folder = temporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "tmpfs", folder]);
  for (const name of ["upper", "work", "root", "bin"]) mkdirSync(join(folder, name));
  const root = join(folder, "root");
  const layers = `lowerdir=/,upperdir=${join(folder, "upper")},workdir=${join(folder, "work")}`;
  execFileSync("mount", ["-t", "overlay", "overlay", "-o", layers, root]);
  for (const [name, text] of Object.entries(units)) writeFileSync(join(root, "etc/systemd/system", name), text);
  return await boot(folder);
}

async function boot(folder: string): Promise<Machine> {
  const root = join(folder, "root");
  const args = ["-q", "--register=no", "--keep-unit", "-b", "-D", root, "-M", `m${process.pid}`, "--private-network"];
  const nspawn = spawn("systemd-nspawn", [...args, "systemd.unit=basic.target"], { stdio: "ignore" });
  const ended = new Promise((resolve) => nspawn.once("close", resolve));
  const switchOff = async () => {
    nspawn.kill("SIGKILL");
    await ended;
    execFileSync("umount", ["-l", root]);
    execFileSync("umount", ["-l", folder]);
  };
  try {
    const init = await initOf(nspawn);
    return {
      ...insideOf(init, join(folder, "bin")),
      root: `/proc/${init}/root`,
      bootAgain: async () => {
        process.kill(init, "SIGKILL");
        await ended;
        return await boot(folder);
      },
      switchOff: () => powerOff(init, switchOff),
    };
  } catch (thrown) {
    await switchOff();
    throw thrown;
  }
}

async function powerOff(init: number, cleanUp: () => Promise<void>): Promise<void> {
  process.kill(init, "SIGKILL");
  await cleanUp();
}

function insideOf(init: number, binFolder: string): Pick<Machine, "binFolder" | "enter" | "run" | "shell"> {
  const enter = ["nsenter", "-t", `${init}`, "-a"];
  writeFileSync(join(binFolder, "systemctl"), `#!/bin/sh\nexec nsenter -t ${init} -a systemctl "$@"\n`);
  chmodSync(join(binFolder, "systemctl"), 0o755);
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync("nsenter", [...enter.slice(1), program, ...args], { encoding: "utf8", maxBuffer: MOST_BYTES }).trim();
  return { binFolder, enter, run, shell: (script) => run("sh", "-c", script) };
}

/** Its first process, once it answers. */
async function initOf(nspawn: ChildProcess): Promise<number> {
  for (;;) {
    const path = `/proc/${nspawn.pid}/task/${nspawn.pid}/children`;
    if (!existsSync(path)) throw new Error("the machine did not boot");
    const children = readFileSync(path, "utf8").trim().split(" ").filter(Boolean).map(Number);
    const init = children.find((child) => nameOf(child) === "systemd");
    if (init !== undefined && isUp(init)) return init;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Children of nspawn come and go while they are looked at. */
function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** `degraded` is up as well: a container cannot do all that a machine does. */
function isUp(init: number): boolean {
  try {
    execFileSync("nsenter", ["-t", `${init}`, "-a", "systemctl", "is-active", "-q", "basic.target"], {
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}
