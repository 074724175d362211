// The package with a Node of its own, on a Debian that has none: installed, used, booted after a power cut, upgraded, exchanged
// for the other form, removed. One story, since making the system takes longer than everything that is tried on it.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, onTestFailed, test } from "vitest";
import { projectRoot, requirePrograms, temporaryFolder } from "../support/index.js";
import { type CleanRoot, createCleanRoot, type Machine } from "./clean-root.js";
import { buildPackage } from "./package.js";

const PROGRAMS = ["debootstrap", "dpkg-deb", "objdump", "strip", "systemd-nspawn"];
const PACKAGES = ["binutils", "debootstrap", "dpkg", "systemd-container"];

/** What the package depends on and the smallest Debian lacks, and what boots it. */
const INCLUDED = ["libatomic1", "systemd-sysv"];
const TEN_MINUTES = 600_000;

const CONFIGURATION = "etc/mender-orchestrator/mender-orchestrator.conf";
const BOARDS = "usr/share/mender-orchestrator/mock-instances";
const HANGING = `${BOARDS}/R456/ArtifactInstall.HANG`;
const DATA = "/var/lib/mender-orchestrator";
const OLD = ["gateway-v1", "rtos-v1", "rtos-v1"];
const NEW = ["gateway-v2", "rtos-v2", "rtos-v2"];

requirePrograms(PROGRAMS, { package: PACKAGES, root: true })("orchestrator-standalone on a clean Debian", () => {
  let debian: CleanRoot;
  let deb = "";
  const path = (name: string) => join(debian.folder, name);
  const versions = () =>
    ["G13", "R456", "R998"].map(
      (id) => /^version=(.*)$/m.exec(readFileSync(path(`${BOARDS}/${id}/Provides`), "utf8"))?.[1],
    );

  /** Hands the package over, and has dpkg install it. */
  async function install(file: string, ...options: readonly string[]) {
    copyFileSync(file, path("root/package.deb"));
    return await debian.run("dpkg", "-i", ...options, "/root/package.deb");
  }

  beforeAll(async () => {
    const node = process.env["ORCHESTRATOR_NEWEST_NODE"];
    const options = node === undefined ? [] : ["--node", node];
    [debian, deb] = await Promise.all([
      createCleanRoot(INCLUDED),
      buildPackage("orchestrator-standalone", temporaryFolder(), options),
    ]);
    copyFileSync(join(projectRoot, "test/packaging/gateway.sh"), path("root/gateway.sh"));
  }, TEN_MINUTES);

  // A machine that a failed test leaves running keeps everybody else out of its folder.
  afterEach(() => debian.switchOff());

  test("it is installed with nothing missing, and its service enabled", async () => {
    const installed = await install(deb);
    expect(installed, installed.stderr).toMatchObject({ exitCode: 0 });
    expect((await debian.shell("command -v node")).exitCode).not.toBe(0);
    expect((await debian.run("dpkg", "--audit")).stdout).toBe("");
    expect((await debian.run("systemctl", "is-enabled", "orchestrator-resume.service")).stdout).toBe("enabled\n");
  });

  test("it answers to its names", async () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
    expect(await debian.run("orchestrator", "--version")).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    for (const name of ["mender-orchestrator", "mender-update-orchestrator"]) {
      expect((await debian.run(name, "--help")).stdout).toMatch(new RegExp(`^Usage: ${name} `));
    }
  });

  /** The gateway is installed before it, and where the power goes just then, the next boot rightly goes on with the boards. */
  async function boardIsHalfWay(machine: Machine): Promise<boolean> {
    return /R456 .*left half-way/.test((await machine.shell("orchestrator status")).stdout);
  }

  /** A failure says what the machines said. */
  async function withLogs(story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } catch (thrown) {
      const said = readFileSync(path("root/log"), "utf8");
      throw new Error(`the install said:\n${said}\nthe machines:\n${await debian.logs()}`, { cause: thrown });
    }
  }

  async function powerCut(): Promise<void> {
    const before = await debian.boot();
    await before.shell("setsid orchestrator install /root/v2/manifest.yaml >/root/log 2>&1 </dev/null &");
    await expect.poll(() => boardIsHalfWay(before), { timeout: TEN_MINUTES / 4, interval: 200 }).toBe(true);
    await before.cutPower();
    execFileSync("rm", [path(HANGING)]);
    const after = await debian.boot();
    expect(versions()).toEqual(OLD);
    expect((await after.shell("orchestrator status")).stdout).toContain("In progress:       nothing");
    await after.cutPower();
  }

  test(
    "the power goes in the middle of an install: the next boot brings the system back",
    async () => {
      const lay = async () => await debian.shell(`rm -rf ${DATA}/* /root/v2 /${HANGING} && sh /root/gateway.sh`);
      const laid = await lay();
      expect(laid, laid.stderr).toMatchObject({ exitCode: 0 });
      onTestFailed(async () => void (await lay())); // What comes next begins with an old system all the same.
      for (const name of [HANGING, "root/log"]) writeFileSync(path(name), "");
      await withLogs(powerCut);
    },
    TEN_MINUTES,
  );

  test("it installs a manifest", async () => {
    const ran = await debian.run("orchestrator", "install", "/root/v2/manifest.yaml");
    expect(ran, ran.stderr).toMatchObject({ exitCode: 0 });
    expect(versions()).toEqual(NEW);
  });

  test("an upgrade keeps a changed configuration, and the data", async () => {
    writeFileSync(path(CONFIGURATION), '{ "LogLevel": "warning" }\n');
    const upgraded = await install(await newerVersion(deb));
    expect(upgraded, upgraded.stderr).toMatchObject({ exitCode: 0 });
    expect((await debian.run("dpkg", "-s", "orchestrator-standalone")).stdout).toMatch(/^Version: 99$/m);
    expect(readFileSync(path(CONFIGURATION), "utf8")).toBe('{ "LogLevel": "warning" }\n');
    expect((await debian.run("orchestrator", "status")).stdout).toContain("Active manifest:   system-v2");
  });

  test("the other form takes its place, with the configuration and the data", async () => {
    const other = await buildPackage("orchestrator", temporaryFolder());
    const exchanged = await install(other, "--force-depends");
    expect(exchanged, exchanged.stderr).toMatchObject({ exitCode: 0 });
    await debian.run("dpkg", "-P", "orchestrator-standalone");
    expect(readFileSync(path(CONFIGURATION), "utf8")).toBe('{ "LogLevel": "warning" }\n');
    expect(existsSync(path("var/lib/mender-orchestrator/topology.yaml"))).toBe(true);
    expect((await debian.run("systemctl", "is-enabled", "orchestrator-resume.service")).stdout).toBe("enabled\n");
  });

  test("removed it leaves the configuration and the data, purged it does not", async () => {
    expect(await debian.run("dpkg", "-r", "orchestrator")).toMatchObject({ exitCode: 0 });
    expect(existsSync(path("usr/lib/orchestrator"))).toBe(false);
    expect([CONFIGURATION, "var/lib/mender-orchestrator/topology.yaml"].map((each) => existsSync(path(each)))).toEqual([
      true,
      true,
    ]);
    expect(await debian.run("dpkg", "-P", "orchestrator")).toMatchObject({ exitCode: 0 });
    expect([CONFIGURATION, "var/lib/mender-orchestrator/topology.yaml"].map((each) => existsSync(path(each)))).toEqual([
      false,
      false,
    ]);
  });
});

/** The same package, said to be of version 99. */
async function newerVersion(deb: string): Promise<string> {
  const folder = temporaryFolder();
  execFileSync("dpkg-deb", ["-R", deb, join(folder, "tree")]);
  const control = join(folder, "tree/DEBIAN/control");
  writeFileSync(control, readFileSync(control, "utf8").replace(/^Version: .*$/m, "Version: 99"));
  execFileSync("dpkg-deb", ["-Znone", "-b", join(folder, "tree"), join(folder, "newer.deb")], { stdio: "ignore" });
  return join(folder, "newer.deb");
}
