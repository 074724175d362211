// Modules that look after services, on a real systemd: what they have done to units comes back with their files, also after a power cut,
// and of a service that was not there before nothing runs on.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requirePrograms } from "../support/index.js";
import type { Run } from "./machine.js";
import { openServiceHome, type ServiceHome, WEB_UNIT } from "./service-home.js";

const suite = requirePrograms(["systemd-nspawn", "nsenter", "dbus-daemon", "git", "python3"], {
  package: ["systemd-container", "dbus", "git", "python3"],
  root: true,
});
const PATIENCE = 300_000;
const NOT_THERE = "not-found inactive ";

let home: ServiceHome;
/** Of the service that was there, before any module has run. */
let asBefore: Web;

suite("modules of services", () => {
  beforeAll(async () => {
    home = await openServiceHome();
    asBefore = web();
  }, PATIENCE);
  afterAll(async () => {
    await home?.machine.switchOff();
  });

  test("that fail leave each service as it was, and what is not is named", { timeout: PATIENCE }, async () => {
    home.endWith("raise");
    const { exitCode, stdout, stderr } = await home.run("modules", "update", "--jobs", "4");
    expect(exitCode, stderr).toBe(1);
    expect(asBefore).toMatchObject({ state: "loaded active enabled", runsOn: "old\n" });
    expect(web()).toEqual(asBefore);
    expect(stdout).toMatch(/web +1\.0\.0 +failed, back at the version before,/);
    expect(stateOf("fresh")).toBe(NOT_THERE);
    expect(stdout).toMatch(/fresh +- +failed, not installed, as before,/);
    expect(stateOf("packaged")).toBe("loaded inactive disabled");
    expect(stdout).toMatch(/packaged +- +failed, not installed, but not all is as before,/);
    expect(stdout).toMatch(
      /packaged\.service, which did not exist before, is stopped and disabled, but its file \S*packaged\.service stays/,
    );
    expect(
      home.machine.shell("find /etc/systemd/system -name 'fresh*' -o -name 'packaged*' -o -name '.*orchestrator*'"),
    ).toBe("");
  });

  test("that work on one service have each had it for themselves, until it was back", () => {
    const turns = textAt("/run/turns")
      .split("\n")
      .filter((line) => /^(web|webhook) /.test(line));
    expect(turns).toEqual(["web begins on old", "web ends", "webhook begins on old", "webhook ends"]);
  });

  test("whose run a power cut ends come back with the next resume", { timeout: PATIENCE }, async () => {
    home.endWith("wait");
    const update = home.run("modules", "update", "web");
    await untilWaiting(update);
    expect(web()).toMatchObject({ state: "loaded active disabled", runsOn: "new\n" });
    home = await home.bootAgain();
    await update;
    const { exitCode, stdout, stderr } = await home.run("resume");
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toContain("Everything was rolled back; the system is as before:\n  web.web  1.0.0  rolled back\n");
    expect(web()).toEqual(asBefore);
  });

  test("that succeed leave the new service", { timeout: PATIENCE }, async () => {
    home.endWith("return");
    const { exitCode, stderr } = await home.run("modules", "update", "--jobs", "4");
    expect(exitCode, stderr).toBe(0);
    expect(web()).toMatchObject({ state: "loaded active enabled", runsOn: "new\n" });
    expect(["fresh", "packaged"].map(stateOf)).toEqual(["loaded active enabled", "loaded active enabled"]);
  });
});

interface Web {
  readonly state: string;
  /** The configuration with which it was started. */
  readonly runsOn: string;
  readonly configuration: string;
  readonly unit: string;
}

function web(): Web {
  const [runsOn = "", configuration = "", unit = ""] = ["/run/web", "/etc/web.conf", WEB_UNIT].map(textAt);
  return { state: stateOf("web"), runsOn, configuration, unit };
}

function stateOf(name: string): string {
  const properties = ["LoadState", "ActiveState", "UnitFileState"];
  return properties.map((one) => home.machine.run("systemctl", "show", "--value", "-p", one, name)).join(" ");
}

function textAt(path: string): string {
  return readFileSync(join(home.machine.root, path), "utf8");
}

/** Rejects where the run has ended before. */
async function untilWaiting(run: Promise<Run>): Promise<void> {
  const ended = run.then(({ stderr }) => stderr);
  while (!existsSync(join(home.machine.root, "run/waiting"))) {
    const early = await Promise.race([ended, pause(50)]);
    if (early !== undefined) throw new Error(`it did not wait: ${early}`);
  }
}
