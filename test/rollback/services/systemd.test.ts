// Services of a real systemd, which is booted once, captured and brought back. Their states are compared by `systemctl show`.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createServiceKind } from "../../../src/rollback/services/index.js";
import { requirePrograms, temporaryFolder } from "../../support/index.js";
import { refusalOf, take } from "../backups.js";
import { bootMachine, type Machine } from "./machine.js";

const suite = requirePrograms(["systemd-nspawn", "nsenter", "dbus-daemon"], {
  package: ["systemd-container", "dbus"],
  root: true,
});
const kind = createServiceKind();
let machine: Machine;

/** Each tells when it starts and stops. */
const unit = (name: string, more = "") => `[Service]
ExecStartPre=+/bin/sh -c 'echo start-${name} >>/run/order'
ExecStart=/bin/sleep infinity
ExecStopPost=+/bin/sh -c 'echo stop-${name} >>/run/order'
${more}
[Install]
WantedBy=basic.target
`;

suite("services of systemd", () => {
  beforeAll(async () => {
    const names = ["web", "worker", "idle", "hidden", "brittle"];
    machine = await bootMachine(Object.fromEntries(names.map((name) => [`${name}.service`, unit(name)])));
  });
  beforeAll(() => {
    vi.stubEnv("PATH", `${machine.binFolder}:${process.env["PATH"]}`);
    machine.shell(
      "systemctl enable -q --now web worker brittle && systemctl disable -q idle && mv /etc/systemd/system/hidden.service /usr/lib/systemd/system && systemctl mask -q hidden",
    );
  });
  afterEach(() => machine.shell("systemctl start web worker brittle; : >/run/order"));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await machine?.switchOff();
  });

  test("are stopped in reverse order, and come back in order as they were, whatever the update has done to them", async () => {
    const names = ["web", "worker.service", "idle", "hidden"];
    const asTheyWere = statesOf(names);
    const taken = await take(kind, names, { folder: temporaryFolder() });
    machine.shell(
      "systemctl disable -q web; systemctl stop worker; systemctl mask -q --runtime worker; systemctl enable -q --now idle; systemctl unmask -q hidden; systemctl start hidden; : >/run/order",
    );
    const restoration = await kind.prepare(taken.opened);
    expect(machine.shell("cat /run/order")).toBe("");
    await restoration.stop();
    expect(machine.shell("cat /run/order; systemctl is-active web worker idle hidden || true").split("\n")).toEqual([
      ...["stop-hidden", "stop-idle", "stop-web"],
      ...["inactive", "inactive", "inactive", "inactive"],
    ]);
    machine.shell(": >/run/order");
    await restoration.start();
    expect(machine.shell("cat /run/order")).toBe("start-web\nstart-worker");
    expect(statesOf(names)).toEqual(asTheyWere);
  });

  test("are started by the unit files that came back in between", async () => {
    const taken = await take(kind, ["web"], { folder: temporaryFolder() });
    const restoration = await kind.prepare(taken.opened);
    await restoration.stop();
    writeFileSync(join(machine.root, "etc/systemd/system/web.service"), unit("web-as-it-was"));
    await restoration.start();
    expect(machine.shell("tail -n 1 /run/order")).toBe("start-web-as-it-was");
  });

  test("that fail are named with how they are, and keep no other from coming back", async () => {
    const taken = await take(kind, ["brittle", "web"], { folder: temporaryFolder() });
    writeFileSync(
      join(machine.root, "etc/systemd/system/brittle.service"),
      // The job that starts it waits for its end, and fails.
      unit("brittle", "Type=oneshot").replace("/bin/sleep infinity", "/bin/false"),
    );
    const restoration = await kind.prepare(taken.opened);
    const refusal = await refusalOf(restoration.apply());
    expect(refusal).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringContaining("brittle is failed, and was active"),
    });
    expect(refusal.message).not.toContain("web");
    expect(statesOf(["web"])).toEqual(["loaded active enabled"]);
    // Started too often in vain, systemd refuses another try; a restore that is repeated does not have to care.
    machine.shell("for i in 1 2 3 4 5 6 7; do systemctl start brittle || true; done 2>/dev/null");
    writeFileSync(join(machine.root, "etc/systemd/system/brittle.service"), unit("brittle"));
    await restoration.apply();
    expect(statesOf(["brittle"])).toEqual(["loaded active enabled"]);
  });

  test("whose unit is gone are named", async () => {
    const taken = await take(kind, ["web", "idle"], { folder: temporaryFolder() });
    machine.shell("systemctl stop web");
    const path = join(machine.root, "etc/systemd/system/web.service");
    rmSync(path);
    machine.shell("systemctl daemon-reload");
    const refusal = await refusalOf((await kind.prepare(taken.opened)).apply());
    writeFileSync(path, unit("web"));
    machine.shell("systemctl daemon-reload");
    expect(refusal).toEqual({
      code: "BACKUP_RESTORE_FAILED",
      message: expect.stringMatching(/web is inactive, and was active \(.*does not exist/),
    });
  });

  test("that do not exist are refused, and nothing is captured", async () => {
    const refusal = await refusalOf(take(kind, ["web", "no-such-thing"], { folder: temporaryFolder() }));
    expect(refusal).toEqual({ code: "BACKUP_SOURCE_UNUSABLE", message: "Service does not exist: no-such-thing" });
  });
});

function statesOf(names: readonly string[]): readonly string[] {
  const property = (name: string, one: string) => machine.run("systemctl", "show", "--value", "-p", one, name);
  return names.map((name) => ["LoadState", "ActiveState", "UnitFileState"].map((one) => property(name, one)).join(" "));
}
