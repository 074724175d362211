// Debian's Mender client delivers a manifest: what the components are afterwards, what the client believes, and whether anything
// is left in progress. Its verdict and the system's must be the same in every story.

import type { ChildProcess } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirePrograms } from "../support/index.js";
import { createGateway, type Gateway } from "./device.js";

const OLD = { G13: "v1", R456: "v1", R998: "v1" };
const NEW = { G13: "v2", R456: "v2", R998: "v2" };
const NOTHING_TO_DO = 2;

/** Which manifest the client says the device has. */
async function believed({ mender }: Gateway): Promise<string | undefined> {
  const { stdout } = await mender("show-provides");
  return /^data-partition\.mender-orchestrator-manifest\.version=(.*)$/m.exec(stdout)?.[1];
}

async function expectEnd(gateway: Gateway, versions: Readonly<Record<string, string>>, release?: string) {
  expect(gateway.stage.versions()).toEqual(versions);
  expect(await believed(gateway)).toBe(release);
  expect((await gateway.stage.status()).inProgress).toBeUndefined();
}

requirePrograms(["mender", "unshare"], { package: ["mender-client", "util-linux"], root: true })("the client", () => {
  test("installs, and commits", async () => {
    const gateway = await createGateway();
    expect(await gateway.mender("install", gateway.release)).toMatchObject({ exitCode: 0 });
    const { inProgress } = await gateway.stage.status();
    expect(inProgress?.records.at(-1)?.record).toEqual({ type: "runStopped", reason: "ArtifactCommit" });
    expect(await gateway.mender("commit")).toMatchObject({ exitCode: 0 });
    await expectEnd(gateway, NEW, "system-v2");
  });

  test("installs, and is told to roll back", async () => {
    const gateway = await createGateway();
    expect(await gateway.mender("install", gateway.release)).toMatchObject({ exitCode: 0 });
    expect(await gateway.mender("rollback")).toMatchObject({ exitCode: 0 });
    await expectEnd(gateway, OLD);
  });

  test("installs a bundle, and commits", async () => {
    const gateway = await createGateway();
    expect(await gateway.mender("install", await gateway.bundle())).toMatchObject({ exitCode: 0 });
    expect(await gateway.mender("commit")).toMatchObject({ exitCode: 0 });
    await expectEnd(gateway, NEW, "system-v2");
  });

  test("fails and rolls back when a board fails in ArtifactInstall", async () => {
    const gateway = await createGateway();
    gateway.stage.fail("R456", "ArtifactInstall");
    expect(await gateway.mender("install", gateway.release)).toMatchObject({ exitCode: 1 });
    await expectEnd(gateway, OLD);
  });

  test("fails and rolls back when a board fails in ArtifactCommit", async () => {
    const gateway = await createGateway();
    gateway.stage.fail("R998", "ArtifactCommit");
    expect(await gateway.mender("install", gateway.release)).toMatchObject({ exitCode: 0 });
    expect(await gateway.mender("commit")).toMatchObject({ exitCode: 1 });
    await expectEnd(gateway, OLD);
  });
});

requirePrograms(["mender", "unshare"], { package: ["mender-client", "util-linux"], root: true })(
  "a component that needs a reboot of the host",
  () => {
    /** The gateway is installed, and waits for the reboot. */
    async function rebooting({ asBundle = false } = {}): Promise<Gateway> {
      const gateway = await createGateway();
      writeFileSync(gateway.stage.system.instance("G13", "NeedsArtifactReboot"), "Automatic\n");
      const release = asBundle ? await gateway.bundle() : gateway.release;
      expect(await gateway.mender("install", "--reboot-exit-code", release)).toMatchObject({ exitCode: 4 });
      expect(gateway.stage.versions()).toEqual({ ...OLD, G13: "v1->v2" });
      return gateway;
    }

    test("the commit after it goes on with the boards", async () => {
      const gateway = await rebooting();
      expect(await gateway.mender("commit")).toMatchObject({ exitCode: 0 });
      await expectEnd(gateway, NEW, "system-v2");
    });

    test("with the service, the boards are there before the commit", async () => {
      const gateway = await rebooting();
      expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 0 });
      expect(gateway.stage.versions()).toEqual({ G13: "v1->v2", R456: "v1->v2", R998: "v1->v2" });
      expect(await gateway.mender("commit")).toMatchObject({ exitCode: 0 });
      await expectEnd(gateway, NEW, "system-v2");
    });

    test("the manifest is not needed any more", async () => {
      const gateway = await rebooting();
      rmSync(join(gateway.root, "data", "modules"), { recursive: true });
      expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 0 });
      expect(gateway.stage.versions()).toEqual({ G13: "v1->v2", R456: "v1->v2", R998: "v1->v2" });
    });

    test("a bundle that has gone is a failed update, and all is as before", async () => {
      const gateway = await rebooting({ asBundle: true });
      rmSync(join(gateway.root, "data", "modules"), { recursive: true });
      await gateway.orchestrator("resume", "--after-boot");
      expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 0 });
      await expectEnd(gateway, OLD);
    });

    test("with the service, a board that fails is a failed commit, and all is as before", async () => {
      const gateway = await rebooting();
      gateway.stage.fail("R456", "ArtifactInstall");
      await gateway.orchestrator("resume", "--after-boot");
      expect(existsSync(join(gateway.root, "reboots"))).toBe(true);
      expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 0 });
      expect(await gateway.mender("commit")).toMatchObject({ exitCode: 1 });
      await expectEnd(gateway, OLD);
    });
  },
);

requirePrograms(["mender", "unshare"], { package: ["mender-client", "util-linux"], root: true })(
  "in the middle of ArtifactInstall, while the gateway hangs,",
  () => {
    async function hanging(): Promise<{ readonly gateway: Gateway; readonly client: ChildProcess }> {
      const gateway = await createGateway();
      writeFileSync(gateway.stage.system.instance("G13", "ArtifactInstall.HANG"), "");
      const client = gateway.start("install", gateway.release);
      await expect.poll(() => isInstalling(gateway), { timeout: 150_000 }).toBe(true);
      return { gateway, client };
    }

    async function isInstalling({ stage }: Gateway): Promise<boolean> {
      const records = (await stage.status()).inProgress?.records ?? [];
      return records.some(({ record }) => record.type === "callSpawned" && record.call === "ArtifactInstall");
    }

    test("everything is killed: the service brings the system back", async () => {
      const { gateway, client } = await hanging();
      await killClient(client);
      await killOrchestrator(gateway);
      expect(await gateway.mender("commit")).toMatchObject({ exitCode: NOTHING_TO_DO });
      expect(await gateway.orchestrator("resume", "--after-boot")).toMatchObject({ exitCode: 1 });
      await expectEnd(gateway, OLD);
    });

    test("the client alone is killed: its next install leaves the one in progress alone; resume brings the system back", async () => {
      const { gateway, client } = await hanging();
      await killClient(client);
      const begun = (await gateway.stage.status()).inProgress?.id;
      expect(await gateway.mender("install", gateway.release)).toMatchObject({ exitCode: 1 });
      expect((await gateway.stage.status()).inProgress?.id).toBe(begun);
      await killOrchestrator(gateway);
      expect(await gateway.orchestrator("resume")).toMatchObject({ exitCode: 1 });
      await expectEnd(gateway, OLD);
    });
  },
);

/** The client gives its module a process group of its own, so what the module does goes on. */
async function killClient(client: ChildProcess): Promise<void> {
  if (client.pid !== undefined) process.kill(-client.pid, "SIGKILL");
  await new Promise((resolve) => client.once("exit", resolve));
}

async function killOrchestrator({ stage }: Gateway): Promise<void> {
  const { workingPid } = await stage.status();
  if (workingPid === undefined) throw new Error("nobody works on the data store");
  process.kill(workingPid, "SIGKILL");
  await expect.poll(async () => (await stage.status()).workingPid, { timeout: 150_000 }).toBeUndefined();
}
