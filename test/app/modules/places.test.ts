// Two places of modules that share a data store: what became of a module in one of them is not told in the other.

import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkModules, listModules, moduleStatus } from "../../../src/app/index.js";
import { quietly } from "../../../src/app/modules/index.js";
import { requirePrograms } from "../../support/index.js";
import { createHome, type Home, pythonModule } from "./home.js";

const INDEX = (version: string) => ({
  metadata: { schema_version: version },
  configuration: { backup_paths: ["DATA/adblock"] },
});

function adblock(version: string, ...lines: readonly string[]) {
  return pythonModule("adblock", INDEX(version), ...lines);
}

function other({ root }: Home): { readonly modulesPath: string } {
  return { modulesPath: join(root, "..", "other") };
}

async function check({ context, repository }: Home, where: { readonly modulesPath: string }) {
  const { signal } = new AbortController();
  return await checkModules(context, { repositoryUrl: `file://${repository}`, ...where, signal });
}

requirePrograms(["git", "python3"])("a module in two places", () => {
  test("is lost in the one where it could not be brought back, until it is updated there", async () => {
    const loses = ["import shutil", 'shutil.rmtree("DATA/../backups")', 'raise RuntimeError("boom")'];
    const server = createHome(adblock("2.0.0", ...loses), adblock("1.0.0"));
    expect(await server.update()).toMatchObject({ exitCode: 3 });

    server.publish(adblock("1.0.0"));
    const elsewhere = other(server);
    expect(await server.update(elsewhere)).toMatchObject({ exitCode: 0, lost: [], results: [{ outcome: "updated" }] });
    expect(await server.update(elsewhere)).toMatchObject({ exitCode: 0, lost: [], results: [] });
    expect(await server.update()).toMatchObject({ exitCode: 3, lost: [{ deployment: "module.adblock/1" }] });

    const [here] = await listModules(server.context, { modulesPath: server.root });
    expect(here?.last).toMatchObject({ deployment: "module.adblock/1", verdict: "inconsistent" });
    expect(here?.last?.reason).toMatch(/^RuntimeError: boom; not all of it could be brought back: /);
    const [there] = await listModules(server.context, elsewhere);
    expect(there?.last).toMatchObject({ deployment: "module.adblock/2", verdict: "succeeded", reason: null });
  });

  test("is unfinished in the one where its update was left, and not up to date", async () => {
    const hangs = ['print("hanging", flush=True)', "import time", "time.sleep(1000)"];
    const server = createHome(adblock("2.0.0", ...hangs), adblock("1.0.0"));
    const controller = new AbortController();
    const { view, ...live } = quietly();
    const printed = (): void => controller.abort();
    await server.update({}, { ...live, leaveSignal: controller.signal, view: { ...view, printed } });

    server.publish(adblock("1.0.0"));
    const before = server.lines.length;
    expect(await check(server, { modulesPath: server.root })).toMatchObject({
      unfinished: ["adblock"],
      workingPid: null,
    });
    const said = server.lines.slice(before);
    expect(said).toContain("warning Update of module adblock is unfinished");
    expect(said.filter((line) => line.includes("up to date"))).toEqual([]);
    expect(await check(server, other(server))).toMatchObject({ unfinished: [], modules: [{ state: "new" }] });
  });
});

requirePrograms(["git", "sh"])("a module whose program fails", () => {
  test("is listed with what it said last, not only with its exit code", async () => {
    const index = (version: string) => JSON.stringify({ metadata: { schema_version: version, entry: "deploy.sh" } });
    const fails = "#!/bin/sh\necho cannot reach the server\nexit 4\n";
    const server = createHome({ "web/deploy.sh": fails }, { "web/index.json": index("1.0.0") });
    chmodSync(join(server.repository, "modules", "web", "deploy.sh"), 0o755);
    server.publish({ "web/index.json": index("2.0.0") });
    expect(await server.update()).toMatchObject({ exitCode: 1 });
    const [web] = await listModules(server.context, { modulesPath: server.root });
    expect(web?.last?.reason).toBe("the module failed: deploy.sh exited with 4: cannot reach the server");
  });

  test("is named with its last deployment where it is not installed", async () => {
    const index = JSON.stringify({ metadata: { schema_version: "1.0.0", entry: "deploy.sh" } });
    const server = createHome({ "web/deploy.sh": "#!/bin/sh\nexit 4\n", "web/index.json": index }, {});
    chmodSync(join(server.repository, "modules", "web", "deploy.sh"), 0o755);
    expect(await server.update()).toMatchObject({ exitCode: 1 });
    await expect(moduleStatus(server.context, { modulesPath: server.root }, "web")).rejects.toMatchObject({
      code: "MODULES_UNKNOWN",
      hint: "It is not installed; history show module.web/1 tells of the last update.",
    });
  });
});
