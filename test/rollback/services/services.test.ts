// What systemd may answer and a machine seldom does: with a systemctl made for it, and with an imagined one that writes down what it is told.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createServiceKind, type ServiceKind } from "../../../src/rollback/services/index.js";
import type { Systemctl, Telling, UnitState } from "../../../src/rollback/services/systemctl.js";
import { digestOf } from "../../../src/rollback/stored/index.js";
import { temporaryFolder } from "../../support/index.js";
import { refusalOf, type Taken, take, turningSeal } from "../backups.js";

const RUNNING = {
  loadState: "loaded",
  activeState: "active",
  subState: "running",
  unitFileState: "enabled",
  unitFile: "/etc/web",
};
const STOPPED = { ...RUNNING, activeState: "inactive", subState: "dead" };
const ABSENT = { ...STOPPED, loadState: "not-found", unitFileState: "", unitFile: "" };

describe("services, captured", () => {
  test("are written in the shape that others read, with more beside it", async () => {
    const { kind } = imagined({ "nginx.service": RUNNING, "db.socket": { ...STOPPED, unitFileState: "masked" } });
    const taken = await take(kind, ["nginx", "db.socket"], { folder: temporaryFolder() });
    expect(taken).toMatchObject({
      sourcePath: "nginx,db.socket",
      metadata: { services: ["nginx", "db.socket"], service_count: 2 },
    });
    expect(taken.backupPath).toMatch(/[0-9a-f]{16}_services\.json$/);
    expect(JSON.parse(readFileSync(taken.backupPath, "utf8"))).toEqual({
      nginx: {
        active: true,
        enabled: true,
        status_output: "active",
        load_state: "loaded",
        sub_state: "running",
        unit_file_state: "enabled",
      },
      "db.socket": {
        active: false,
        enabled: false,
        status_output: "inactive",
        load_state: "loaded",
        sub_state: "dead",
        unit_file_state: "masked",
      },
    });
  });

  test.each(["", "-H", "--user", "a b", "a/b", "*", "a\nb", "x".repeat(300)])(
    "by the name %j are refused",
    async (name) => {
      const { kind, told } = imagined({});
      expect(await refusalOf(take(kind, [name], { folder: temporaryFolder() }))).toMatchObject({
        code: "BACKUP_SOURCE_UNUSABLE",
      });
      expect(told).toEqual([]);
    },
  );

  test("come back from a sealed list, and not without its key", async () => {
    const { kind, units } = imagined({ "web.service": RUNNING });
    const taken = await take(kind, ["web"], { folder: temporaryFolder(), seal: turningSeal });
    units["web.service"] = STOPPED;
    const { seal: _, ...keyless } = taken.opened;
    await kind.verify(keyless);
    expect(await refusalOf(kind.prepare(keyless))).toMatchObject({ code: "BACKUP_KEY_WRONG" });
    await (await kind.prepare(taken.opened)).apply();
    expect(units["web.service"]).toEqual(RUNNING);
  });
});

describe("services, brought back", () => {
  test("are running again where one does not stop", async () => {
    const { kind, told, units } = imagined({ "a.service": RUNNING, "b.service": RUNNING, "c.service": RUNNING });
    const taken = await take(kind, ["a", "b", "c"], { folder: temporaryFolder() });
    const restoration = await kind.prepare(taken.opened);
    units["b.service"] = { ...RUNNING, subState: "stubborn" };
    const refusal = await refusalOf(restoration.stop());
    expect(refusal).toEqual({ code: "BACKUP_RESTORE_FAILED", message: expect.stringContaining("b does not stop") });
    expect(told).toEqual(["stop c.service", "stop b.service", "start c.service"]);
  });

  test.each([
    { name: "masked", before: { ...STOPPED, unitFileState: "masked" }, now: RUNNING, steps: ["stop", "mask"] },
    {
      name: "masked, but running",
      before: { ...RUNNING, unitFileState: "masked" },
      now: { ...STOPPED, unitFileState: "masked" },
      steps: ["unmask", "start", "mask"],
    },
    {
      name: "enabled until the next boot",
      before: { ...RUNNING, unitFileState: "enabled-runtime" },
      now: RUNNING,
      steps: ["stop", "disable", "enable --runtime", "start"],
    },
    {
      name: "not enabled",
      before: { ...STOPPED, unitFileState: "disabled" },
      now: RUNNING,
      steps: ["stop", "disable"],
    },
    {
      name: "what it is by its file",
      before: { ...RUNNING, unitFileState: "static" },
      now: RUNNING,
      steps: ["stop", "start"],
    },
    {
      name: "on its way up",
      before: { ...RUNNING, activeState: "activating", subState: "auto-restart" },
      now: STOPPED,
      steps: ["start --no-block"],
    },
    { name: "failed", before: { ...STOPPED, activeState: "failed" }, now: STOPPED, steps: [] },
    {
      name: "running, and has failed since",
      before: RUNNING,
      now: { ...STOPPED, activeState: "failed" },
      steps: ["reset-failed", "start"],
    },
  ])("are as they were: $name", async ({ before, now, steps }) => {
    const { kind, told, units } = imagined({ "web.service": before });
    const taken = await take(kind, ["web"], { folder: temporaryFolder() });
    units["web.service"] = now;
    const restoration = await kind.prepare(taken.opened);
    await restoration.apply();
    expect(told).toEqual(steps.map((step) => step.replace(/^\S+/, "$& web.service")));
  });

  test("are read from a list of the original, which knows less", async () => {
    const { kind, units } = imagined({ "web.service": STOPPED, "idle.service": RUNNING });
    const taken = await take(kind, ["web"], { folder: temporaryFolder() });
    const original = {
      web: { active: true, enabled: true, status_output: "active" },
      idle: { active: false, enabled: false, status_output: "inactive" },
    };
    const rewritten = await withText(taken, JSON.stringify(original));
    await (await kind.prepare(rewritten.opened)).apply();
    expect(units).toEqual({ "web.service": RUNNING, "idle.service": { ...STOPPED, unitFileState: "disabled" } });
  });

  test.each([
    { name: "no JSON", text: "[" },
    { name: "a list", text: "[]" },
    { name: "a name that is an option", text: `{"--force": {"active": true}}` },
    { name: "no state", text: `{"web": {}}` },
    { name: "no end", text: " ".repeat(2_000_000) },
  ])("are not touched where the list is $name", async ({ text }) => {
    const { kind, told } = imagined({ "web.service": RUNNING });
    const rewritten = await withText(await take(kind, ["web"], { folder: temporaryFolder() }), text);
    expect(await refusalOf(kind.verify(rewritten.opened))).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(await refusalOf(kind.prepare(rewritten.opened))).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(told).toEqual([]);
  });
});

describe("services that do not exist yet", () => {
  test("are captured only where that is allowed", async () => {
    const { kind } = imagined({ "web.service": RUNNING });
    const taken = await takeMissing(kind, ["web", "new"]);
    expect(taken.warnings).toEqual([
      "new does not exist yet: when this is brought back, it will be stopped and disabled",
    ]);
    expect(await refusalOf(take(kind, ["web", "new"], { folder: temporaryFolder() }))).toMatchObject({
      code: "BACKUP_SOURCE_UNUSABLE",
    });
  });

  test("are refused where they run, since nothing could start them again", async () => {
    const { kind } = imagined({ "web.service": { ...ABSENT, activeState: "active" } });
    expect(await refusalOf(takeMissing(kind, ["web"]))).toEqual({
      code: "BACKUP_SOURCE_UNUSABLE",
      message: "Service web runs, but its unit file is gone",
    });
  });

  test.each<{ name: string; now: UnitState | undefined; steps: readonly string[]; remains: readonly string[] }>([
    { name: "still not there", now: undefined, steps: ["disable"], remains: [] },
    { name: "enabled and running", now: RUNNING, steps: ["stop", "disable"], remains: [STAYS] },
    {
      name: "enabled until the next boot, and failed",
      now: { ...RUNNING, activeState: "failed", unitFileState: "enabled-runtime" },
      steps: ["disable --runtime", "reset-failed"],
      remains: [STAYS],
    },
    { name: "masked", now: { ...STOPPED, unitFileState: "masked" }, steps: ["unmask"], remains: [STAYS] },
  ])("are put away, and what stays is named: $name", async ({ now, steps, remains }) => {
    const { kind, told, units } = imagined({});
    const taken = await takeMissing(kind, ["web"]);
    if (now !== undefined) units["web.service"] = now;
    const restoration = await kind.prepare(taken.opened);
    await restoration.stop();
    expect(await restoration.start()).toEqual(remains);
    expect(told).toEqual(steps.map((step) => step.replace(/^\S+/, "$& web.service")));
  });

  test.each([
    { name: "runs again", after: { activeState: "active" }, says: "web is active, and did not exist" },
    { name: "is enabled again", after: { unitFileState: "enabled" }, says: "web is enabled, and did not exist" },
  ])("are no state that has been reached where one $name", async ({ after: again, says }) => {
    const { kind, units } = imagined({});
    const taken = await takeMissing(kind, ["web"]);
    const restoration = await kind.prepare(taken.opened);
    await restoration.stop();
    units["web.service"] = { ...STOPPED, unitFileState: "disabled", subState: "stubborn", ...again };
    expect(await refusalOf(restoration.start())).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining(says),
    });
  });
});

describe("a systemctl", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test.each([
    { name: "is missing", script: undefined, code: "BACKUP_TOOL_MISSING", says: "systemctl is not installed" },
    {
      name: "finds no systemd",
      script: `echo 'System has not been booted with systemd as init system (PID 1).' >&2; exit 1`,
      code: "BACKUP_TOOL_MISSING",
      says: "has not been booted with systemd",
    },
    { name: "says nothing", script: "exit 0", code: "BACKUP_SOURCE_UNUSABLE", says: "nothing" },
    {
      name: "says what nobody asked",
      script: "echo LoadState=loaded=x; echo; echo =; yes | head -c 100000",
      code: "BACKUP_SOURCE_UNUSABLE",
      says: "loaded=x",
    },
    {
      name: "speaks of a unit with faults",
      script: "echo LoadState=bad-setting",
      code: "BACKUP_SOURCE_UNUSABLE",
      says: "bad-setting",
    },
  ])("that $name is said to", async ({ script, code, says }) => {
    const folder = temporaryFolder();
    if (script !== undefined) {
      writeFileSync(join(folder, "systemctl"), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
      chmodSync(join(folder, "systemctl"), 0o755);
    }
    vi.stubEnv("PATH", folder);
    const refusal = await refusalOf(take(createServiceKind(), ["web"], { folder: temporaryFolder() }));
    expect(refusal).toEqual({ code, message: expect.stringContaining(says) });
  });
});

const STAYS = "web, which did not exist before, is stopped and disabled, but its file /etc/web stays";

/** Units that do what they are told, but for those whose sub state is stubborn; `reload` is not written down. */
function imagined(units: Record<string, UnitState>) {
  const told: string[] = [];
  const systemctl: Systemctl = {
    show: async (unit) => units[unit] ?? ABSENT,
    tell: async (telling) => {
      const options = [
        ...(telling.isRuntime === true ? [" --runtime"] : []),
        ...(telling.isAsync === true ? [" --no-block"] : []),
      ];
      told.push(`${telling.verb} ${telling.unit}${options.join("")}`);
      const unit = units[telling.unit];
      if (unit === undefined || unit.subState === "stubborn") return "it does not want to";
      units[telling.unit] = { ...unit, ...after(telling) };
      return undefined;
    },
    reload: async () => undefined,
  };
  return { kind: createServiceKind({ systemctl, activeSeconds: 1 }), told, units };
}

function after({ verb, isRuntime }: Telling): Partial<UnitState> {
  const runtime = isRuntime === true ? "-runtime" : "";
  switch (verb) {
    case "start":
      return { activeState: "active", subState: "running" };
    case "stop":
    case "reset-failed":
      return { activeState: "inactive", subState: "dead" };
    case "enable":
      return { unitFileState: `enabled${runtime}` };
    case "mask":
      return { unitFileState: `masked${runtime}` };
    case "disable":
    case "unmask":
      return { unitFileState: "disabled" };
  }
}

function takeMissing(kind: ServiceKind, names: readonly string[]): Promise<Taken> {
  return take(kind, names, { folder: temporaryFolder(), isMissingAllowed: true });
}

async function withText(taken: Taken, text: string): Promise<Taken> {
  writeFileSync(taken.backupPath, text);
  const { opened } = taken;
  const checksum = await digestOf(taken.backupPath, opened.signal);
  return { ...taken, opened: { ...opened, backup: { ...opened.backup, checksum } } };
}
