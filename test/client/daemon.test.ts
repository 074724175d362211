// Debian's Mender client as the daemon that it is on a gateway, with a server: what the server hears of the deployment, over a
// reboot of the host.

import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { projectRoot, requirePrograms } from "../support/index.js";
import { createGateway, DEVICE_TYPE, type Gateway } from "./device.js";
import { startMenderServer } from "./mender-server.js";

const INVENTORY = "mender-inventory-mender-orchestrator";
const PATIENCE = { timeout: 150_000, interval: 100 };

const IN_NAMESPACE = `
  mount --bind "$ROOT/modules" /usr/share/mender/modules/v3 &&
  mount --bind "$ROOT/identity" /usr/share/mender/identity &&
  mount --bind "$ROOT/inventory" /usr/share/mender/inventory &&
  mount --bind "$ROOT/etc" /etc/mender &&
  exec mender --no-syslog -c "$ROOT/mender.conf" -d "$ROOT/data" daemon`;

function layDaemon({ root }: Gateway, serverUrl: string): void {
  for (const folder of ["identity", "inventory"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "identity", "mender-device-identity"), "#!/bin/sh\necho mac=00:11\n", { mode: 0o755 });
  copyFileSync(join(projectRoot, "mender-client", "inventory", INVENTORY), join(root, "inventory", INVENTORY));
  const polls = { UpdatePollIntervalSeconds: 1, InventoryPollIntervalSeconds: 1, RetryPollIntervalSeconds: 1 };
  const config = { ServerURL: serverUrl, DBus: { Enabled: false }, ...polls };
  writeFileSync(join(root, "mender.conf"), JSON.stringify(config));
}

/** In a process group of its own; ended with the test at the latest. */
function startDaemon({ environment }: Gateway): { end(): Promise<void> } {
  const child: ChildProcess = spawn("unshare", ["-m", "sh", "-c", IN_NAMESPACE], {
    ...{ env: environment, stdio: "ignore", detached: true },
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      process.kill(-child.pid, "SIGKILL");
    }
    await gone;
  };
  onTestFinished(end);
  return { end };
}

requirePrograms(["mender", "unshare"], { package: ["mender-client", "util-linux"], root: true })("the daemon", () => {
  test("reports success once all is committed behind a reboot of the host, and what the components provide", async () => {
    const gateway = await createGateway();
    const artifact = readFileSync(gateway.release);
    const server = await startMenderServer({ name: "system-v2", artifact, deviceType: DEVICE_TYPE });
    layDaemon(gateway, server.url);
    writeFileSync(gateway.stage.system.instance("G13", "NeedsArtifactReboot"), "Automatic\n");
    const before = startDaemon(gateway);
    await expect.poll(() => existsSync(join(gateway.root, "reboots")), PATIENCE).toBe(true);
    expect(gateway.stage.versions()).toEqual({ G13: "v1->v2", R456: "v1", R998: "v1" });
    await before.end();
    expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 0 });
    const after = startDaemon(gateway);
    await expect.poll(() => server.statuses.at(-1), PATIENCE).toBe("success");
    const version = () => server.inventory().find(({ name }) => name === "rtos.R998.rootfs-image.rtos.version")?.value;
    await expect.poll(version, PATIENCE).toBe("v2");
    await after.end();
    expect(server.statuses).toEqual(["downloading", "installing", "rebooting", "installing", "success"]);
    expect(gateway.stage.versions()).toEqual({ G13: "v2", R456: "v2", R998: "v2" });
    expect((await gateway.stage.status()).inProgress).toBeUndefined();
  }, 480_000);
});
